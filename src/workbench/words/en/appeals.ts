/** Appeals against judgments. */
export const appeals = {
  'nav.appeals': 'Appeals',
  'appeals.title': 'Appeals',
  'appeals.views': 'Which appeals',
  'appeals.view.open': 'To decide',
  'appeals.view.decided': 'Decided',
  'appeals.none': 'No appeals here',
  'appeals.noneWhy.open':
    'A shop that was judged liable can appeal for some days. What it sends waits here, the longest first.',
  'appeals.noneWhy.decided': 'Appeals that were upheld or rejected are kept here.',
  'appeal.status.SUBMITTED': 'Waiting',
  'appeal.status.UPHELD': 'Upheld',
  'appeal.status.REJECTED': 'Rejected',
  'appeal.verdict': 'What holds instead',
  'appeal.revoke': 'Violations that go with the judgment',
};
