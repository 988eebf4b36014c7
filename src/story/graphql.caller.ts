import { setTimeout as wait } from 'node:timers/promises';

/** Asks one operation and resolves with its data. Throws {@link CallFailed} for anything but an answer. */
export type Call = <Data>(query: string, variables?: object) => Promise<Data>;

/** The server answered with errors, or with something that is no GraphQL answer. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** "Not now": exhausted limits (429) and lost capacity (503) say with Retry-After when to come again. */
const NOT_NOW: readonly number[] = [429, 503];
const MOST_PATIENCE = 60;

/** One person's way to the API: over HTTP, with the person's token, worded in `language`. */
export function callerFor(url: string, token: string, language: 'en' | 'zh-CN' = 'en'): Call {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${token}`,
    'accept-language': language,
  };
  return async <Data>(query: string, variables: object = {}) => {
    const response = await post(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    return dataOf(response.status, await response.text()) as Data;
  };
}

async function post(url: string, request: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, request).catch((failure: unknown) => {
      throw new CallFailed(`No server answers at ${url}.`, { cause: failure });
    });
    if (!NOT_NOW.includes(response.status) || attempt === MOST_PATIENCE) return response;
    await response.body?.cancel();
    await wait(1000 * Number(response.headers.get('retry-after') ?? 1));
  }
}

function dataOf(status: number, text: string): unknown {
  const { data, errors = [] } = parse(status, text);
  if (errors.length > 0) throw new CallFailed(errors.map(describe).join('\n'));
  return data;
}

function parse(status: number, text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new CallFailed(`Not a GraphQL answer (HTTP ${status}): ${text.slice(0, 200)}`);
  }
}

const describe = ({ message, extensions }: NonNullable<Answer['errors']>[number]): string =>
  `${extensions?.code ?? 'no code'}: ${message}`;
