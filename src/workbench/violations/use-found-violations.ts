import { useMemo } from 'react';
import { useLiveQuery } from '../api/live.query';
import { ViolationsOfOrderDocument, type FoundViolationFragment } from '../api/operations';
import { movesViolations } from './moves-violations';

/** What was found forged on an order, by the piece of evidence (PT-1: once per piece). */
export interface FoundViolations {
  readonly all: readonly FoundViolationFragment[];
  readonly byEvidence: ReadonlyMap<string, FoundViolationFragment>;
  readonly again: () => void;
}

export function useFoundViolations(orderId: string): FoundViolations {
  const { data, again } = useLiveQuery(ViolationsOfOrderDocument, { orderId }, movesViolations);
  return useMemo(() => {
    const all = data?.violations.nodes ?? [];
    const found = all.flatMap((one) => (one.evidence ? [[one.evidence.id, one] as const] : []));
    return { all, byEvidence: new Map(found), again };
  }, [data, again]);
}
