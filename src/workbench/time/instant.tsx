import { useWords } from '../words';
import { hourOf, inBothZones, inPlatformZone } from './formats';

interface InstantProps {
  readonly at: string;
  /** The hour alone, where the day stands above. */
  readonly hourOnly?: boolean;
}

/** An instant in the platform's zone; the reader's local time on hover. */
export function Instant({ at, hourOnly = false }: InstantProps) {
  const { language } = useWords();
  const shown = hourOnly ? hourOf : inPlatformZone;
  return (
    <time dateTime={at} title={useBothTimes(at)}>
      {shown(at, language)}
    </time>
  );
}

/** To the second, by the platform's clock and by the reader's. */
export function useBothTimes(at: string): string {
  const { language, t } = useWords();
  const [platform, local] = inBothZones(at, language);
  return t('time.both', { platform, local });
}
