import { useWords } from '../words';
import { inBothZones, inPlatformZone } from './formats';

/** An instant in the platform's zone; the reader's local time on hover. */
export function Instant({ at }: { readonly at: string }) {
  const { language, t } = useWords();
  const [platform, local] = inBothZones(at, language);
  return (
    <time dateTime={at} title={t('time.both', { platform, local })}>
      {inPlatformZone(at, language)}
    </time>
  );
}
