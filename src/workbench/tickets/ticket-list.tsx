import { useMemo, useState } from 'react';
import { TicketsDocument, type TicketFilter, type TicketsQuery } from '../api/operations';
import { usePages } from '../api/use-pages';
import { useSession } from '../session/session.context';
import { Nothing } from '../shell/nothing';
import { PagedList } from '../shell/paged-list';
import { ViewChoice } from '../shell/view-choice';
import { useWords } from '../words';
import { TicketRow } from './ticket-row';

const VIEWS = ['shop', 'platform', 'closed'] as const;
type TicketView = (typeof VIEWS)[number];

/** Whose turn it is: the shop's, the platform's, nobody's any more. */
const FILTERS: Record<TicketView, TicketFilter> = {
  shop: { status: ['AWAITING_SELLER'] },
  platform: { status: ['AWAITING_PLATFORM', 'INTERVENTION', 'WORRY_FREE_PROCESS'] },
  closed: { status: ['CLOSED'] },
};

/** The queue of tickets by due time. */
export function TicketList({ chosenId }: { readonly chosenId: string | undefined }) {
  const { t } = useWords();
  const { viewer } = useSession();
  const [view, setView] = useState<TicketView>(viewer.role === 'PLATFORM' ? 'platform' : 'shop');
  const request = useMemo(
    () => ({
      document: TicketsDocument,
      variables: { filter: FILTERS[view], sort: view === 'closed' ? 'DUE_AT_DESC' : 'DUE_AT_ASC' },
      connectionOf: (data: TicketsQuery) => data.tickets,
    }),
    [view],
  );
  const tickets = usePages(request, ({ ticket }) => ticket !== null);
  return (
    <section className="list-pane" aria-label={t('tickets.title')}>
      <div className="list-tools">
        <ViewChoice
          label={t('tickets.views')}
          views={VIEWS}
          value={view}
          onChange={setView}
          nameOf={(one) => t(`tickets.view.${one}`)}
        />
      </div>
      <PagedList
        pages={tickets}
        rowOf={(ticket) => <TicketRow ticket={ticket} isChosen={ticket.id === chosenId} />}
      >
        <Nothing title={t('tickets.none')}>{t(`tickets.noneWhy.${view}`)}</Nothing>
      </PagedList>
    </section>
  );
}
