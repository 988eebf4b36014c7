/** Forged evidence and what it costs. */
export const violations = {
  'nav.violations': 'Violations',
  'violations.title': 'Violations',
  'violations.views': 'Which violations',
  'violations.view.standing': 'Standing',
  'violations.view.revoked': 'Taken back',
  'violations.none': 'No violations here',
  'violations.noneWhy.standing':
    'Forged evidence that staff find in a ticket or a report is listed here, with its points.',
  'violations.noneWhy.revoked': 'Violations that an upheld appeal took back are kept here.',
  'violations.severity.GENERAL': 'General',
  'violations.severity.SEVERE': 'Severe',
  'violations.cost': '{{points}} points in {{year}}',
  'violations.crossed': ' · reached {{multiples}} in all',
  'violations.revokedAt': 'Taken back',
};
