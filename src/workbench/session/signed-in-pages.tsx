import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { Frame } from '../shell/frame';
import { Loading } from '../shell/loading';
import { useWords } from '../words';
import { demoTokens, isViewerName } from './demo-viewers';
import { Session } from './session';
import { forgetToken, keepToken, takeToken } from './tokens';
import { onViewerChosen } from './viewer-choice';

const SignIn = lazy(() => import('./sign-in'));

/** A frame of the side-by-side view is named after its viewer. */
const framed = isViewerName(window.name) ? window.name : undefined;

/** Signs in, or shows who is signed in what is theirs. */
export function SignedInPages() {
  const { language } = useWords();
  const [token, setToken] = useState(takeToken);
  const [hasExpired, setExpired] = useState(false);
  const signIn = useCallback((given: string) => {
    keepToken(given);
    setExpired(false);
    setToken(given);
  }, []);
  const signOut = useCallback(() => {
    forgetToken();
    setToken(null);
  }, []);
  const expire = useCallback(() => {
    signOut();
    setExpired(true);
  }, [signOut]);
  useEffect(() => onViewerChosen(signIn), [signIn]);
  useEffect(() => {
    if (framed === undefined || token !== null || hasExpired) return;
    void demoTokens().then((tokens) => tokens && signIn(tokens[framed]));
  }, [token, hasExpired, signIn]);
  if (token === null && framed !== undefined && !hasExpired) return <Loading />;
  if (token === null)
    return (
      <Suspense fallback={<Loading />}>
        <SignIn hasExpired={hasExpired} onSignIn={signIn} />
      </Suspense>
    );
  return (
    <Session key={token + language} token={token} onExpired={expire} onSignOut={signOut}>
      <Frame />
    </Session>
  );
}
