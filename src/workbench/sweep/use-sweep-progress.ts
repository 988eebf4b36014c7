import { useQuery } from 'urql';
import { SweepProgressDocument, type SweepProgressQuery } from '../api/operations';
import { useEvery } from '../api/use-every';

/** The answer counts what waits: often enough to watch a settlement, rarely enough not to slow it down. */
const WATCHED_MS = 2_000;
const QUIET_MS = 5_000;

export type Progress = SweepProgressQuery['sweepProgress'];

/** How far the sweep is. */
export function useSweepProgress() {
  const [{ data, error }, ask] = useQuery({ query: SweepProgressDocument });
  const again = () => ask({ requestPolicy: 'network-only' });
  const isBusy = (data?.sweepProgress.waiting ?? 0) > 0;
  useEvery(isBusy ? WATCHED_MS : QUIET_MS, again);
  return { data, hasFailed: error !== undefined, again };
}
