import type { Exchange, Operation } from 'urql';
import { filter, merge, pipe, makeSubject, tap } from 'wonka';

/** Under a steady stream of acts some answer must be taken: the acts that follow bring the rest. */
const MOST_TRIES = 3;

/**
 * IN-6 holds for entries *after* the snapshot. An answer that was asked for before an entry was
 * applied may be older than it: it is dropped, and asked for again.
 */
export const overtakenExchange =
  (entriesApplied: () => number): Exchange =>
  ({ forward }) =>
  (operations$) => {
    const asked = new Map<number, { at: number; tries: number }>();
    const again = makeSubject<Operation>();
    const note = (operation: Operation): void => {
      if (operation.kind !== 'query') return;
      const tries = (asked.get(operation.key)?.tries ?? 0) + 1;
      asked.set(operation.key, { at: entriesApplied(), tries });
    };
    const isOvertaken = ({ key, kind }: Operation): boolean => {
      const { at, tries } = asked.get(key) ?? { at: 0, tries: MOST_TRIES };
      return kind === 'query' && at !== entriesApplied() && tries < MOST_TRIES;
    };
    return pipe(
      forward(pipe(merge([operations$, again.source]), tap(note))),
      filter(({ operation }) => {
        const overtaken = isOvertaken(operation);
        if (overtaken) again.next(operation);
        else asked.delete(operation.key);
        return !overtaken;
      }),
    );
  };
