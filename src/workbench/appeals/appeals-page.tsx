/** Appeals of all shops, what waits longest first; each leads to its case (TK-17). */
import { useMemo, useState } from 'react';
import type { Entry } from '../api/live';
import { AppealsDocument, type AppealsQuery, type TicketAppealFilter } from '../api/operations';
import { usePages } from '../api/use-pages';
import { Nothing } from '../shell/nothing';
import { PagedList } from '../shell/paged-list';
import { ViewChoice } from '../shell/view-choice';
import { useWords } from '../words';
import { AppealRow } from './appeal-row';

const VIEWS = ['open', 'decided'] as const;
type AppealView = (typeof VIEWS)[number];

const FILTERS: Record<AppealView, TicketAppealFilter> = {
  open: { status: ['SUBMITTED'] },
  decided: { status: ['UPHELD', 'REJECTED'] },
};

const movesAppeals = ({ kind }: Entry): boolean =>
  kind === 'TICKET_APPEALED' ||
  kind === 'TICKET_APPEAL_UPHELD' ||
  kind === 'TICKET_APPEAL_REJECTED';

export default function AppealsPage() {
  const { t } = useWords();
  const [view, setView] = useState<AppealView>('open');
  const request = useMemo(
    () => ({
      document: AppealsDocument,
      variables: {
        filter: FILTERS[view],
        sort: view === 'open' ? 'SUBMITTED_AT_ASC' : 'SUBMITTED_AT_DESC',
      },
      connectionOf: (data: AppealsQuery) => data.appeals,
    }),
    [view],
  );
  const appeals = usePages(request, movesAppeals);
  return (
    <section className="list-pane one-list" aria-label={t('appeals.title')}>
      <div className="list-tools">
        <ViewChoice
          label={t('appeals.views')}
          views={VIEWS}
          value={view}
          onChange={setView}
          nameOf={(one) => t(`appeals.view.${one}`)}
        />
      </div>
      <PagedList pages={appeals} rowOf={(appeal) => <AppealRow appeal={appeal} />}>
        <Nothing title={t('appeals.none')}>{t(`appeals.noneWhy.${view}`)}</Nothing>
      </PagedList>
    </section>
  );
}
