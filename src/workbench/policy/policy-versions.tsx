import { Tag } from 'antd';
import type { PolicyValuesFragment } from '../api/operations';
import { serverNow } from '../time/clock';
import { useWords } from '../words';
import { EffectiveFrom } from './effective-from';
import { followedBy } from './policy.order';
import { differencesOf, typedOf, writtenOf } from './policy.figures';

interface PolicyVersionsProps {
  readonly inForce: PolicyValuesFragment;
  readonly versions: readonly PolicyValuesFragment[];
}

/** Every version, newest first, each with what it changes: a history names the one it was judged by. */
export function PolicyVersions({ inForce, versions }: PolicyVersionsProps) {
  const { t } = useWords();
  return (
    <section className="figure policy-versions">
      <h2>{t('policy.versions')}</h2>
      <ol>
        {versions.toReversed().map((policy) => (
          <li key={policy.version}>
            <p className="policy-version">
              <strong>{t('policy.version', { version: policy.version })}</strong>
              <StateTag policy={policy} inForce={inForce} />
              <span className="row-quiet">
                {policy.effectiveFrom === null ? (
                  t('policy.always')
                ) : (
                  <>
                    {t('policy.from')} <EffectiveFrom at={policy.effectiveFrom} />
                  </>
                )}
              </span>
            </p>
            <Changes policy={policy} before={followedBy(policy, versions)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface StateTagProps {
  readonly policy: PolicyValuesFragment;
  readonly inForce: PolicyValuesFragment;
}

function StateTag({ policy, inForce }: StateTagProps) {
  const { t } = useWords();
  if (policy.version === inForce.version) return <Tag color="success">{t('policy.now')}</Tag>;
  const isAhead = policy.effectiveFrom !== null && Date.parse(policy.effectiveFrom) > serverNow();
  return isAhead ? <Tag color="processing">{t('policy.ahead')}</Tag> : null;
}

interface ChangesProps {
  readonly policy: PolicyValuesFragment;
  readonly before: PolicyValuesFragment | undefined;
}

function Changes({ policy, before }: ChangesProps) {
  const words = useWords();
  const { t } = words;
  if (before === undefined) return <p className="row-quiet">{t('policy.first')}</p>;
  const changed = differencesOf(before, policy);
  if (changed.length === 0) return <p className="row-quiet">{t('policy.noChange')}</p>;
  const { currency } = policy.lateMinimum;
  return (
    <ul className="policy-changes">
      {changed.map((one) => (
        <li key={one.name}>
          {t(`policy.${one.name}`)}:{' '}
          <del>{writtenOf(one, typedOf(before, one), currency, words)}</del> →{' '}
          <ins>{writtenOf(one, typedOf(policy, one), currency, words)}</ins>
        </li>
      ))}
    </ul>
  );
}
