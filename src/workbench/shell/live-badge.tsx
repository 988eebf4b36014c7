import { useLiveState, type LiveState, type LiveStatus } from '../api/live.state';
import { useWords, type Say } from '../words';

const said = (state: LiveState, t: Say): string =>
  state.is === 'caught-up' ? t('live.caughtUp', { count: state.news }) : t(`live.${state.is}`);

/** Whether what is on the screen is what holds. */
export function LiveBadge({ status }: { readonly status: LiveStatus }) {
  const { t } = useWords();
  const state = useLiveState(status);
  return (
    <span className={`live live-${state.is}`} role="status">
      <span className="live-dot" aria-hidden="true" />
      <span className="live-word">{said(state, t)}</span>
    </span>
  );
}
