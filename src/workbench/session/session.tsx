/** From a token to a page that is alive: who it is, one client, one inbox. Another token or language starts anew. */
import { useEffect, useState, type ReactNode } from 'react';
import { Provider, type Client } from 'urql';
import { connect } from '../api/client';
import { Live } from '../api/live';
import { ViewerDocument, type ViewerQuery } from '../api/operations';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { useWords, type Language } from '../words';
import { SessionContext } from './session.context';

interface SessionProps {
  readonly token: string;
  /** The token is not valid (any more). */
  readonly onExpired: () => void;
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
  readonly expired: () => void;
}

const FRESH = { requestPolicy: 'network-only' } as const;

/** Signs in and follows; answers what ends it all. */
function openSession(token: string, language: Language, on: Opening): () => void {
  let isOver = false;
  const unlessOver = (work: () => void) => () => isOver || work();
  const live = new Live(unlessOver(on.expired));
  const { client, close } = connect(
    { token, language },
    {
      onSignedOut: unlessOver(on.expired),
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

export function Session({ token, onExpired, onSignOut, children }: SessionProps) {
  const { language } = useWords();
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Opened | 'opening' | 'failed'>('opening');
  useEffect(() => {
    const opened = (made: Opened) => setState(made);
    const failed = () => setState('failed');
    return openSession(token, language, { opened, failed, expired: onExpired });
  }, [token, language, attempt, onExpired]);
  const again = () => {
    setState('opening');
    setAttempt(attempt + 1);
  };
  if (state === 'opening') return <Loading />;
  if (state === 'failed') return <Failed onAgain={again} />;
  const { client, live, viewer } = state;
  return (
    <Provider value={client}>
      <SessionContext value={{ viewer, live, signOut: onSignOut }}>{children}</SessionContext>
    </Provider>
  );
}
