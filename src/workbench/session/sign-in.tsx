import { Alert, Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { SessionEnd } from '../api/client';
import { facts } from '../api/facts';
import { LanguageSwitch } from '../shell/language-switch';
import { useWords } from '../words';
import { demoTokens, VIEWER_NAMES, type DemoTokens } from './demo-viewers';

interface SignInProps {
  /** Why there is no session any more. */
  readonly ended: SessionEnd | undefined;
  readonly onSignIn: (token: string) => void;
}

/** In a sandbox: whom to be. Elsewhere: with the token that the host application gave. */
export default function SignIn({ ended, onSignIn }: SignInProps) {
  const { t } = useWords();
  const [tokens, setTokens] = useState<DemoTokens>();
  useEffect(() => void demoTokens().then(setTokens), []);
  return (
    <main className="sign-in">
      <div className="sign-in-box">
        <header>
          <h1>{t('page.title')}</h1>
          <LanguageSwitch />
        </header>
        {ended && <Alert type="warning" showIcon title={t(`signIn.${ended}`)} />}
        <p className="sign-in-what">{t('signIn.what')}</p>
        {tokens && <Viewers tokens={tokens} onSignIn={onSignIn} />}
        <TokenForm isSecond={tokens !== undefined} onSignIn={onSignIn} />
      </div>
    </main>
  );
}

interface ViewersProps {
  readonly tokens: DemoTokens;
  readonly onSignIn: (token: string) => void;
}

function Viewers({ tokens, onSignIn }: ViewersProps) {
  const { t } = useWords();
  return (
    <div className="sign-in-viewers">
      {VIEWER_NAMES.map((name) => (
        <button key={name} type="button" onClick={() => onSignIn(tokens[name])}>
          <strong>{t(`viewer.${name}`)}</strong>
          <span>{t(`viewer.${name}.sees`)}</span>
        </button>
      ))}
      <Link href="/side-by-side">
        <strong>{t('sandbox.sideBySide')}</strong>
        <span>{t('sandbox.sideBySideWhat')}</span>
      </Link>
    </div>
  );
}

interface TokenFormProps {
  readonly isSecond: boolean;
  readonly onSignIn: (token: string) => void;
}

function TokenForm({ isSecond, onSignIn }: TokenFormProps) {
  const { t } = useWords();
  const send = ({ token }: { token: string }) => onSignIn(token.trim().replace(/^Bearer\s+/i, ''));
  return (
    <Form layout="vertical" requiredMark={false} onFinish={send} className="sign-in-token">
      <Form.Item
        name="token"
        label={t(isSecond ? 'signIn.orToken' : 'signIn.token')}
        extra={facts.isSandbox ? undefined : t('signIn.tokenWhere')}
        rules={[{ required: true, whitespace: true, message: t('signIn.tokenMissing') }]}
      >
        <Input.TextArea rows={2} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Button htmlType="submit" type={isSecond ? 'default' : 'primary'}>
        {t('signIn.do')}
      </Button>
    </Form>
  );
}
