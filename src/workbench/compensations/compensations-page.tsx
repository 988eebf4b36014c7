/** What buyers got from shops, and what was taken back, newest first (CO-1, CO-4, TK-12). */
import { useMemo, useState } from 'react';
import type { Entry } from '../api/live';
import { CompensationsDocument, type CompensationsQuery } from '../api/operations';
import { useEvery } from '../api/use-every';
import { usePages } from '../api/use-pages';
import { Nothing } from '../shell/nothing';
import { PagedList } from '../shell/paged-list';
import { ViewChoice } from '../shell/view-choice';
import { useWords } from '../words';
import { CompensationRow } from './compensation-row';

const VIEWS = ['PAID', 'REVERSED'] as const;
type CompensationView = (typeof VIEWS)[number];

/** The staff's inbox tells of tickets and reports (IN-1): what the clock pays is looked for. */
const LOOK_EVERY_MS = 30_000;

const movesCompensations = ({ kind }: Entry): boolean =>
  kind === 'TICKET_SETTLED' || kind === 'REPORT_APPROVED';

export default function CompensationsPage() {
  const { t } = useWords();
  const [view, setView] = useState<CompensationView>('PAID');
  const request = useMemo(
    () => ({
      document: CompensationsDocument,
      variables: { filter: { status: [view] } },
      connectionOf: (data: CompensationsQuery) => data.compensations,
    }),
    [view],
  );
  const compensations = usePages(request, movesCompensations);
  useEvery(LOOK_EVERY_MS, compensations.reload);
  return (
    <section className="list-pane one-list" aria-label={t('compensations.title')}>
      <div className="list-tools">
        <ViewChoice
          label={t('compensations.views')}
          views={VIEWS}
          value={view}
          onChange={setView}
          nameOf={(one) => t(`state.${one}`)}
        />
      </div>
      <PagedList pages={compensations} rowOf={(one) => <CompensationRow compensation={one} />}>
        <Nothing title={t('compensations.none')}>{t(`compensations.noneWhy.${view}`)}</Nothing>
      </PagedList>
    </section>
  );
}
