/** In a sandbox only: whom to be, seller and buyer side by side, time that passes at will, and something to play with. */
import { App, Button, Dropdown } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useRoute } from 'wouter';
import { demoTokens, VIEWER_NAMES, type DemoTokens } from '../session/demo-viewers';
import { chooseViewer } from '../session/viewer-choice';
import { useWords, type Key } from '../words';
import { addSampleOrders } from './sample-orders';
import { moveClock } from './sandbox.acts';

const MOVES = [
  ['PT1H', 'sandbox.hour'],
  ['PT12H', 'sandbox.halfDay'],
  ['PT24H', 'sandbox.day'],
  ['P3D', 'sandbox.threeDays'],
] as const satisfies readonly (readonly [string, Key])[];

export default function SandboxBar() {
  const { t } = useWords();
  const [tokens, setTokens] = useState<DemoTokens>();
  useEffect(() => void demoTokens().then(setTokens), []);
  return (
    <section className="sandbox" aria-label={t('sandbox.title')}>
      <strong>{t('sandbox.title')}</strong>
      {tokens && (
        <>
          <Viewers tokens={tokens} />
          <Acts tokens={tokens} />
        </>
      )}
    </section>
  );
}

interface WithTokens {
  readonly tokens: DemoTokens;
}

function Viewers({ tokens }: WithTokens) {
  const { t } = useWords();
  const [isSideBySide] = useRoute('/side-by-side');
  if (isSideBySide) return <Link href="/orders">{t('sandbox.onePage')}</Link>;
  return (
    <>
      {VIEWER_NAMES.map((name) => (
        <Button key={name} size="small" ghost onClick={() => chooseViewer(tokens[name])}>
          {t(`viewer.${name}`)}
        </Button>
      ))}
      <Link href="/side-by-side">{t('sandbox.sideBySide')}</Link>
    </>
  );
}

function Acts({ tokens }: WithTokens) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [isBusy, setBusy] = useState(false);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    await act().catch(() => void message.error(t('page.notSent')));
    setBusy(false);
  };
  const items = MOVES.map(([by, key]) => ({ key: by, label: t(key) }));
  const move = ({ key }: { key: string }) => void run(() => moveClock(tokens.platform, key));
  return (
    <>
      <span className="sandbox-space" />
      <Dropdown menu={{ items, onClick: move }} trigger={['click']} disabled={isBusy}>
        <Button size="small" ghost loading={isBusy}>
          {t('sandbox.moveClock')}
        </Button>
      </Dropdown>
      <Button
        size="small"
        ghost
        disabled={isBusy}
        onClick={() => run(() => addSampleOrders(tokens))}
      >
        {t('sandbox.addOrders')}
      </Button>
    </>
  );
}
