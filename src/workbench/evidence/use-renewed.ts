import { useEffect } from 'react';

/** The addresses of evidence live five minutes (EV-2). */
const RENEW_MS = 240_000;

/** Asks for fresh addresses before the ones on the page have ended. */
export function useRenewed(again: () => void): void {
  useEffect(() => {
    const timer = setInterval(again, RENEW_MS);
    return () => clearInterval(timer);
  }, [again]);
}
