import { useEffect } from 'react';
import { useClient } from 'urql';
import { ServerTimeDocument } from '../api/operations';
import { facts } from '../api/facts';
import { useServerSecond } from './clock';
import { onClockMoved } from './clock.moves';
import { Instant } from './instant';

/** A sandbox's clock may be moved by anybody; elsewhere the reader's own clock drifts slowly. */
const ASK_EVERY_MS = facts.isSandbox ? 5_000 : 60_000;
const FRESH = { requestPolicy: 'network-only' } as const;

/** The platform's time; keeps every countdown right. */
export function PlatformClock() {
  const client = useClient();
  useEffect(() => {
    const ask = () => void client.query(ServerTimeDocument, {}, FRESH).toPromise();
    const timer = setInterval(ask, ASK_EVERY_MS);
    const forget = onClockMoved(ask);
    return () => {
      clearInterval(timer);
      forget();
    };
  }, [client]);
  const now = new Date(useServerSecond() * 1_000).toISOString();
  return (
    <span className="top-clock">
      <Instant at={now} hourOnly />
    </span>
  );
}
