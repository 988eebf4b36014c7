/** Arguments of lists: how many, after what. */
import { decodeCursor, MOST_PER_PAGE, type Keyset } from '../lib/connection';
import { badInput } from './context';

export function pageSize(first: number): number {
  if (first < 0 || first > MOST_PER_PAGE)
    throw badInput(`first must be between 0 and ${MOST_PER_PAGE}.`);
  return first;
}

/** The keyset of a list cursor; undefined without one. A text that is none is refused. */
export function afterKeyset(
  after: string | null | undefined,
  kinds: readonly ('number' | 'string')[],
): Keyset | undefined {
  if (after === null || after === undefined) return undefined;
  const keyset = decodeCursor(after, kinds);
  if (keyset === null) throw badInput('after must be a cursor of this list.');
  return keyset;
}
