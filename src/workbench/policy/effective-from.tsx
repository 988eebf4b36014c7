import { dayOf } from '../time/formats';
import { Instant } from '../time/instant';
import { useWords } from '../words';

/** With its year: policies are read about long after. */
export function EffectiveFrom({ at }: { readonly at: string }) {
  const { language } = useWords();
  return (
    <>
      {dayOf(at, language)} <Instant at={at} hourOnly />
    </>
  );
}
