import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../services/ports';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { cachedToken } from '../support/call';
import { SECRET } from '../support/node';
import type { Person } from '../support/people';

/** A server process on a port that it keeps, however often it is killed and started again. */
export interface LastingServer {
  readonly url: string;
  readonly wsUrl: string;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** SIGTERM, so many times; resolves with what it ended with, and after how many milliseconds. */
  terminate(times?: number): Promise<{ code: number | null; tookMs: number }>;
  stop(): Promise<void>;
}

export async function startLastingServer(env: Record<string, string>): Promise<LastingServer> {
  const settings = {
    AUTH_SECRET: SECRET,
    SANDBOX: 'true',
    LOG_LEVEL: 'fatal',
    ...env,
    PORT: String(await freePort()),
  };
  let running: ServerProcess = await startServerProcess(settings);
  return {
    url: running.url,
    wsUrl: running.wsUrl,
    kill: () => running.kill(),
    start: async () => {
      running = await startServerProcess(settings);
    },
    stop: () => running.stop(),
    terminate: async (times = 1) => {
      const startedAt = performance.now();
      for (let count = 0; count < times; count += 1) running.signal('SIGTERM');
      const code = await running.exitCode;
      return { code, tookMs: performance.now() - startedAt };
    },
  };
}

const SEND = `mutation ($input: MessageSendInput!) { messageSend(input: $input) { userErrors { code } } }`;

/**
 * Writes one message, exactly once: a server that dies in the middle leaves the writer not knowing, and the idempotency
 * key makes asking the other one harmless.
 */
export async function writeOnce(
  urls: readonly string[],
  person: Person,
  input: { conversationId: string; text: string },
): Promise<void> {
  const body = JSON.stringify({
    query: SEND,
    variables: { input: { ...input, idempotencyKey: input.text } },
  });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${await cachedToken(person)}`,
  };
  for (let attempt = 0; ; attempt += 1) {
    const url = urls[attempt % urls.length]!;
    const errors = await post(url, headers, body);
    if (errors === undefined) return;
    if (attempt > 1_000) throw new Error(`could not write: ${errors}`);
    await wait(20);
  }
}

/** What went wrong, or undefined. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<string | undefined> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    const { data, errors } = (await response.json()) as {
      data?: { messageSend: { userErrors: object[] } };
      errors?: object[];
    };
    const wrong = [...(errors ?? []), ...(data?.messageSend.userErrors ?? [])];
    return wrong.length === 0 ? undefined : JSON.stringify(wrong);
  } catch (error) {
    return String(error);
  }
}
