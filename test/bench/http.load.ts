/** Load over HTTP, by autocannon: kept by the people of Fastify, and cheap enough to leave the cores to what is measured. */
import autocannon from 'autocannon';
import { cpuMs } from './cpu';
import { quantile } from './play';
import type { Sample } from './work';

export interface Asked {
  readonly token: string;
  readonly query: string;
  readonly variables: object;
}

export interface Load {
  readonly url: string;
  /** The server's process. */
  readonly pid: number;
  readonly connections: number;
  /** How many requests in all. */
  readonly amount: number;
  /** The request of each number. */
  readonly asked: (number: number) => Asked;
  /** What an answer has to contain: a fast refusal is no answer. */
  readonly expected: string;
}

const headersOf = ({ token }: Asked) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${token}`,
});

const bodyOf = ({ query, variables }: Asked): string => JSON.stringify({ query, variables });

/** A slow answer is a figure, too. */
const PATIENCE_S = 120;
/** Whether all have been answered. */
const LOOK_EVERY_MS = 100;

interface Run {
  readonly result: autocannon.Result;
  /** How long each answer took, the fastest first: autocannon itself counts whole milliseconds, and knows no p95. */
  readonly took: readonly number[];
  /** It ends at its next look; the last answer came before. */
  readonly lastAt: number;
}

function run(options: autocannon.Options): Promise<Run> {
  return new Promise((resolve, reject) => {
    let lastAt = 0;
    const took: number[] = [];
    autocannon(options, (error: Error | null, result) => {
      if (error) reject(error);
      else resolve({ result, took: took.sort((a, b) => a - b), lastAt });
    }).on('response', (_client, _status, _bytes, ms) => {
      lastAt = performance.now();
      took.push(ms);
    });
  });
}

/** Answers a second, what half and 95 of 100 stayed under, and what one cost the server's processor. */
export async function load({ pid, amount, asked, expected, ...rest }: Load): Promise<Sample> {
  let number = 0;
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const next = asked(number++);
    return { ...request, headers: headersOf(next), body: bodyOf(next) };
  };
  let unexpected = 'nothing came';
  const verifyBody = (body: unknown): boolean => {
    const isExpected = String(body).includes(expected);
    if (!isExpected) unexpected = String(body);
    return isExpected;
  };
  const cpuBefore = cpuMs(pid);
  const startedAt = performance.now();
  const requests = [{ setupRequest }];
  const { result, took, lastAt } = await run({
    ...{ ...rest, amount, method: 'POST', verifyBody, requests },
    timeout: PATIENCE_S,
    sampleInt: LOOK_EVERY_MS,
  });
  const failed = result.errors + result.non2xx + result.mismatches;
  if (failed > 0)
    throw new Error(`${failed} of ${amount} requests were not answered: ${unexpected}`);
  return {
    '/s': amount / ((lastAt - startedAt) / 1_000),
    'p50 ms': quantile(took, 0.5),
    'p95 ms': quantile(took, 0.95),
    'cpu ms': (cpuMs(pid) - cpuBefore) / amount,
  };
}

/** The same as one text. */
export function requestOf(url: string, asked: Asked): string {
  const { host, pathname } = new URL(url);
  const body = bodyOf(asked);
  const headers = { host, ...headersOf(asked), 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`POST ${pathname} HTTP/1.1`, ...lines, '', body].join('\r\n');
}

/** One request, its data; errors are ours to see. */
export async function ask(url: string, asked: Asked): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: headersOf(asked),
    body: bodyOf(asked),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(`${url}: ${JSON.stringify(errors)}`);
  return data;
}
