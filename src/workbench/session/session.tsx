/**
 * From a token to a page that is alive: who it is, one client, one inbox. A renewed token goes on with them; another person or
 * language starts anew.
 */
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Provider, useQuery, type Client } from 'urql';
import { connect, type SessionEnd } from '../api/client';
import { Live } from '../api/live';
import { ViewerDocument, type ViewerQuery } from '../api/operations';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { useWords, type Language } from '../words';
import { SessionContext } from './session.context';

interface SessionProps {
  readonly token: string;
  readonly onEnded: (end: SessionEnd) => void;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

interface Opened {
  readonly client: Client;
  readonly live: Live;
  readonly viewer: ViewerQuery['viewer'];
}

interface Opening {
  readonly opened: (opened: Opened) => void;
  readonly failed: () => void;
  readonly ended: (end: SessionEnd) => void;
}

const FRESH = { requestPolicy: 'network-only' } as const;

/** Signs in and follows; answers what ends it all. */
function openSession(token: () => string, language: Language, on: Opening): () => void {
  let isOver = false;
  const ended = (end: SessionEnd) => isOver || on.ended(end);
  const live = new Live(() => ended('expired'));
  const { client, close } = connect(
    { token, language },
    {
      onEnded: ended,
      onSocketOpened: () => void live.opened(client),
      entriesApplied: () => live.applied,
    },
  );
  void client
    .query(ViewerDocument, {}, FRESH)
    .toPromise()
    .then(({ data }) => {
      if (isOver) return;
      if (data === undefined) {
        on.failed();
        return;
      }
      live.follow(client, data.inboxHead);
      on.opened({ client, live, viewer: data.viewer });
    });
  return () => {
    isOver = true;
    live.stop();
    close();
  };
}

export function Session({ token, onEnded, onSignOut, children }: SessionProps) {
  const { language } = useWords();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Opened | 'opening' | 'failed'>('opening');
  const newest = useRef(token);
  useEffect(() => {
    newest.current = token;
  }, [token]);
  useEffect(() => {
    const opened = (made: Opened) => setState(made);
    const failed = () => setState('failed');
    return openSession(() => newest.current, language, { opened, failed, ended: onEnded });
  }, [language, attempt, onEnded]);
  const again = () => {
    setState('opening');
    setAttempt(attempt + 1);
  };
  if (state === 'opening') return <Loading />;
  if (state === 'failed') return <Failed onAgain={again} />;
  return (
    <Provider value={state.client}>
      <SignedIn opened={state} token={token} onSignOut={onSignOut}>
        {children}
      </SignedIn>
    </Provider>
  );
}

interface SignedInProps extends Pick<SessionProps, 'token' | 'onSignOut' | 'children'> {
  readonly opened: Opened;
}

/** Who it is stays; what they may do can change while they look (AC-2), and is asked anew with a renewed token. */
function SignedIn({ opened, token, onSignOut, children }: SignedInProps) {
  const { client, live, viewer } = opened;
  const [{ data }] = useQuery({ query: ViewerDocument, requestPolicy: 'cache-only' });
  const permissions = data?.viewer.permissions ?? viewer.permissions;
  const first = useRef(token);
  useEffect(() => {
    if (token !== first.current) void client.query(ViewerDocument, {}, FRESH).toPromise();
  }, [client, token]);
  const session = useMemo(
    () => ({ viewer: { ...viewer, permissions }, live, signOut: onSignOut }),
    [viewer, permissions, live, onSignOut],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}
