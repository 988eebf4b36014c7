/** The numbers of the rules: what holds, what held and will hold, and a new version (domain.md §9). */
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useQuery } from 'urql';
import { PoliciesDocument, type PolicyValuesFragment } from '../api/operations';
import { useEvery } from '../api/use-every';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { useWords } from '../words';
import { EffectiveFrom } from './effective-from';
import { GROUPS, typedOf, writtenOf } from './policy.figures';
import { PolicyVersions } from './policy-versions';
import { PublishForm } from './publish-form';
import '../desk/desk.css';

/** No inbox tells of policies, and one that was published may come into force at any second. */
const LOOK_EVERY_MS = 30_000;

export default function PolicyPage() {
  const { t } = useWords();
  const opener = useRef<HTMLButtonElement>(null);
  const [isWriting, setWriting] = useState(false);
  const [{ data, error }, ask] = useQuery({ query: PoliciesDocument });
  const again = () => ask({ requestPolicy: 'network-only' });
  useEvery(LOOK_EVERY_MS, again);
  if (data === undefined) return error ? <Failed onAgain={again} /> : <Loading />;
  const { policy, policyVersions } = data;
  const close = () => {
    setWriting(false);
    again();
    // Once the button is there again.
    setTimeout(() => opener.current?.focus());
  };
  return (
    <article className="desk page-sheet" aria-label={t('policy.title')} tabIndex={0}>
      <header className="desk-head">
        <InForce policy={policy} />
        {!isWriting && (
          <Button type="primary" ref={opener} onClick={() => setWriting(true)}>
            {t('policy.write')}
          </Button>
        )}
      </header>
      {isWriting ? (
        <PublishForm policy={policy} versions={policyVersions} onClose={close} />
      ) : (
        <Values policy={policy} />
      )}
      <PolicyVersions inForce={policy} versions={policyVersions} />
    </article>
  );
}

interface WithPolicy {
  readonly policy: PolicyValuesFragment;
}

function InForce({ policy: { version, effectiveFrom } }: WithPolicy) {
  const { t } = useWords();
  return (
    <div>
      <h1>{t('policy.title')}</h1>
      <p className="row-quiet">
        {t('policy.inForce', { version })}
        {effectiveFrom !== null && (
          <>
            {' · '}
            {t('policy.since')} <EffectiveFrom at={effectiveFrom} />
          </>
        )}
      </p>
    </div>
  );
}

function Values({ policy }: WithPolicy) {
  const words = useWords();
  const { t } = words;
  return (
    <div className="policy-groups">
      {GROUPS.map(({ title, figures }) => (
        <section key={title} className="figure">
          <h2>{t(title)}</h2>
          <dl className="pairs">
            {figures.map((one) => (
              <div key={one.name}>
                <dt>{t(`policy.${one.name}`)}</dt>
                <dd>{writtenOf(one, typedOf(policy, one), policy.lateMinimum.currency, words)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
