import { readSettings } from '../../src/lib/settings';
import { openNode, type ListenOptions, type Node } from '../../src/app';
import type { Listening } from '../../src/server/server';
import { UNLIMITED } from '../services/server-process';
import { callAs, type Answer } from './call';
import type { Person } from './people';

/** What every test node signs tokens with. */
export const SECRET = 'a secret that only the tests of Parley know, 32 bytes and more';

/** A real node in this process: real database, real sockets, the sandbox's clock. */
export interface TestNode extends Node {
  readonly url: string;
  readonly wsUrl: string;
  readonly listening: Listening;
  /** Asks over HTTP as somebody; null is nobody. Never throws for GraphQL errors: they are in the answer. */
  ask(person: Person | null, query: string, variables?: object): Promise<Answer>;
  /** Sets the clock and lets it stand there. Records nothing: the sweep or `recordDue` does. */
  stopClockAt(instant: string | number): Promise<void>;
  /** Records what fell due, as the sweep would. */
  recordDue(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestNodeOptions extends Omit<ListenOptions, 'tabs'> {
  readonly environment?: NodeJS.ProcessEnv;
  /** False leaves what falls due unrecorded until `recordDue` (TM-5). False by default: tests decide when. */
  readonly sweeps?: boolean;
}

export async function startNode(
  databaseUrl: string,
  { environment = {}, sweeps = false, ...options }: TestNodeOptions = {},
): Promise<TestNode> {
  const settings = readSettings({
    ...UNLIMITED,
    PORT: '0',
    SANDBOX: 'true',
    AUTH_SECRET: SECRET,
    LOG_LEVEL: 'fatal',
    DATABASE_URL: databaseUrl,
    ...environment,
  });
  const node = await openNode(settings);
  const listening = await node.listen(options);
  if (!sweeps) await node.sweep.stop();
  const url = `http://127.0.0.1:${String(listening.port)}/graphql`;
  const { app, sweep } = node;
  return {
    ...node,
    listening,
    url,
    wsUrl: url.replace('http', 'ws'),
    ask: (person, query, variables) => callAs(url, person, query, variables),
    stopClockAt: (instant) =>
      app.db.transact((tx) =>
        app.clock.stopAt(tx, typeof instant === 'string' ? Date.parse(instant) : instant),
      ),
    recordDue: () => sweep.runUntilDone(),
    async stop() {
      await listening.stop();
      await node.close();
    },
  };
}
