import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import type { SessionEnd } from '../api/client';
import { forgetDrafts } from '../chat/use-draft';
import { Frame } from '../shell/frame';
import { Loading } from '../shell/loading';
import { useWords } from '../words';
import { personOf } from './claims';
import { demoTokens, isViewerName } from './demo-viewers';
import { askForToken } from './host';
import { Session } from './session';
import { forgetToken, keepToken, takeToken } from './tokens';
import { useHost } from './use-host';
import { onViewerChosen } from './viewer-choice';

const SignIn = lazy(() => import('./sign-in'));

/** A frame of the side-by-side view is named after its viewer. */
const framed = isViewerName(window.name) ? window.name : undefined;

/** Signs the frame in as its viewer, at first. */
function useFramedViewer(isWanted: boolean, signIn: (token: string) => void): void {
  useEffect(() => {
    if (framed === undefined || !isWanted) return;
    void demoTokens().then((tokens) => tokens && signIn(tokens[framed]));
  }, [isWanted, signIn]);
}

/** The token somebody is signed in with, and what ended it. */
function useToken() {
  const [token, setToken] = useState(takeToken);
  const [ended, setEnded] = useState<SessionEnd>();
  const signIn = useCallback((given: string) => {
    keepToken(given);
    setEnded(undefined);
    setToken(given);
  }, []);
  const leave = useCallback(() => {
    forgetToken();
    setToken(null);
  }, []);
  const signOut = useCallback(() => {
    forgetDrafts();
    leave();
  }, [leave]);
  const end = useCallback(
    (how: SessionEnd) => {
      leave();
      setEnded(how);
      if (how === 'expired') askForToken();
    },
    [leave],
  );
  return { token, ended, signIn, signOut, end };
}

/** Signs in, or shows who is signed in what is theirs. */
export function SignedInPages() {
  const { language } = useWords();
  const { token, ended, signIn, signOut, end } = useToken();
  const isAwaited = useHost(token, signIn);
  useEffect(() => onViewerChosen(signIn), [signIn]);
  useFramedViewer(token === null && ended === undefined, signIn);
  if (token === null) {
    if ((framed !== undefined || isAwaited) && ended === undefined) return <Loading />;
    return (
      <Suspense fallback={<Loading />}>
        <SignIn ended={ended} onSignIn={signIn} />
      </Suspense>
    );
  }
  return (
    <Session key={personOf(token) + language} token={token} onEnded={end} onSignOut={signOut}>
      <Frame />
    </Session>
  );
}
