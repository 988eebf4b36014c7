/** Forged evidence that staff found, newest first: a shop's own, or every shop's for staff (PT-1, PT-2). */
import { useMemo, useState } from 'react';
import { ViolationsDocument, type ViolationsQuery } from '../api/operations';
import { usePages } from '../api/use-pages';
import { Nothing } from '../shell/nothing';
import { PagedList } from '../shell/paged-list';
import { ViewChoice } from '../shell/view-choice';
import { useWords } from '../words';
import { movesViolations } from './moves-violations';
import { ViolationRow } from './violation-row';

const VIEWS = ['standing', 'revoked'] as const;
type ViolationView = (typeof VIEWS)[number];

export default function ViolationsPage() {
  const { t } = useWords();
  const [view, setView] = useState<ViolationView>('standing');
  const request = useMemo(
    () => ({
      document: ViolationsDocument,
      variables: { filter: { revoked: view === 'revoked' } },
      connectionOf: (data: ViolationsQuery) => data.violations,
    }),
    [view],
  );
  const violations = usePages(request, movesViolations);
  return (
    <section className="list-pane one-list" aria-label={t('violations.title')}>
      <div className="list-tools">
        <ViewChoice
          label={t('violations.views')}
          views={VIEWS}
          value={view}
          onChange={setView}
          nameOf={(one) => t(`violations.view.${one}`)}
        />
      </div>
      <PagedList pages={violations} rowOf={(violation) => <ViolationRow violation={violation} />}>
        <Nothing title={t('violations.none')}>{t(`violations.noneWhy.${view}`)}</Nothing>
      </PagedList>
    </section>
  );
}
