import { useEffect, useState } from 'react';
import { endOf } from './claims';
import { askForToken, hasHost, onTokenGiven } from './host';

/** Enough for the host to ask its own server for another. */
const BEFORE_END_MS = 60_000;
/** Longer than this and setTimeout fires at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** A host that says nothing for so long knows nothing of tokens: one may be pasted. */
const PATIENCE_MS = 5_000;

/** Of a token that lives shorter than two minutes half its life is waited. */
function askAfterMs(token: string): number {
  const left = (endOf(token) ?? Infinity) - Date.now();
  return Math.min(Math.max(left - BEFORE_END_MS, left / 2, 0), LONGEST_WAIT_MS);
}

/** Takes what the host hands over, and asks it in time for more. Answers whether the first token is still awaited. */
export function useHost(token: string | null, onToken: (token: string) => void): boolean {
  const [isAwaited, setAwaited] = useState(hasHost && token === null);
  useEffect(() => onTokenGiven(onToken), [onToken]);
  useEffect(() => {
    if (!isAwaited) return undefined;
    askForToken();
    const timer = setTimeout(() => setAwaited(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isAwaited]);
  useEffect(() => {
    if (token === null) return undefined;
    const timer = setTimeout(askForToken, askAfterMs(token));
    return () => clearTimeout(timer);
  }, [token]);
  return isAwaited && token === null;
}
