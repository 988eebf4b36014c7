import type { Entry } from '../api/live';

/** After such an act some list of violations is another. */
export const movesViolations = ({ kind }: Entry): boolean =>
  kind === 'VIOLATION_RECORDED' || kind === 'VIOLATION_REVOKED';
