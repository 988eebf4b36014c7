import { useEffect } from 'react';
import { useWords, type Say } from '../words';
import { useServerSecond } from './clock';
import { useBothTimes } from './instant';

const DAY = 86_400;
const HOUR = 3_600;

/** A day and four hours are when sellers begin to hurry: the platform urges in the same rhythm (TK-3). */
const urgencyOf = (left: number): string => {
  if (left < 0) return 'over';
  if (left < 4 * HOUR) return 'near';
  return left < DAY ? 'soon' : 'far';
};

const two = (value: number): string => String(value).padStart(2, '0');

function spanOf(seconds: number, t: Say): string {
  const days = Math.floor(seconds / DAY);
  const rest = seconds % DAY;
  const clock = [Math.floor(rest / HOUR), Math.floor((rest % HOUR) / 60), rest % 60].map(two);
  return days > 0 ? t('time.days', { days, clock: clock.join(':') }) : clock.join(':');
}

interface CountdownProps {
  /** The deadline: the last second that is still in time (TM-3). */
  readonly to: string;
  /** Called once when it has passed: what could be done until then is to be asked anew. */
  readonly onPassed?: () => void;
}

/** Time left, second by second by the platform's clock; afterwards, for how long it has been over. */
export function Countdown({ to, onPassed }: CountdownProps) {
  const { t } = useWords();
  const left = Math.floor(Date.parse(to) / 1_000) - useServerSecond();
  const passed = left < 0;
  useEffect(() => {
    if (passed) onPassed?.();
  }, [passed, onPassed]);
  const span = spanOf(Math.abs(left), t);
  return (
    <span
      className={`countdown countdown-${urgencyOf(left)}`}
      role="timer"
      aria-live="off"
      title={useBothTimes(to)}
    >
      {passed ? t('time.over', { span }) : span}
    </span>
  );
}
