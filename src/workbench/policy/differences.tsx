import type { PolicyValuesFragment } from '../api/operations';
import { instantOf } from '../acts/wall-time';
import { serverNow } from '../time/clock';
import { useWords } from '../words';
import { FIGURES, isSame, typedOf, writtenOf, type Figure, type Typed } from './policy.figures';
import { inForceAt } from './policy.order';
import type { Values } from './publish-form';

interface DifferencesProps {
  readonly values: Values | undefined;
  readonly versions: readonly PolicyValuesFragment[];
}

/** What will be other than it would have been: nobody publishes by mistake. */
export function Differences({ values, versions }: DifferencesProps) {
  const words = useWords();
  const { t } = words;
  if (values === undefined) return null;
  const at =
    values.when === 'later' && values.from ? Date.parse(instantOf(values.from)) : serverNow();
  const before = inForceAt(versions, at);
  if (before === undefined) return null;
  const written = (one: Figure, typed: Typed) =>
    writtenOf(one, typed, before.lateMinimum.currency, words);
  const changed = FIGURES.filter(
    (one) => !isSame(one, typedOf(before, one), values[one.name] ?? ''),
  );
  return (
    <div role="status">
      <p>{t('policy.differences', { count: changed.length, version: before.version })}</p>
      <ul className="policy-changes">
        {changed.map((one) => (
          <li key={one.name}>
            {t(`policy.${one.name}`)}: <del>{written(one, typedOf(before, one))}</del> →{' '}
            <ins>{written(one, values[one.name] ?? '')}</ins>
          </li>
        ))}
      </ul>
    </div>
  );
}
