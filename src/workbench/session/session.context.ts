import { createContext, useContext } from 'react';
import type { ViewerQuery } from '../api/operations';
import type { Live } from '../api/live';

export interface SignedIn {
  readonly viewer: ViewerQuery['viewer'];
  readonly live: Live;
  readonly signOut: () => void;
}

export const SessionContext = createContext<SignedIn | null>(null);

/** Who looks at the page. Below a sign-in only. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('There is no session here.');
  return session;
}
