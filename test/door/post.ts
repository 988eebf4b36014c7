import { cachedToken } from '../support/call';
import type { Person } from '../support/people';

/** Untyped: the expectation beside it checks it. */
export type Json = ReturnType<typeof JSON.parse>;

/** An answer of the HTTP door with all a client sees of it. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json;
  /** The codes of its errors. */
  readonly codes: readonly (string | undefined)[];
}

/** Sends a body as it stands, for requests that no well-behaved client makes. */
export async function post(
  url: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const type = { 'content-type': 'application/json' };
  return replyOf(await fetch(url, { method: 'POST', headers: { ...type, ...headers }, body }));
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const json = isJson(response) ? JSON.parse(text) : undefined;
  const errors = (json?.errors ?? []) as { extensions?: { code?: string } }[];
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    codes: errors.map((error) => error.extensions?.code),
  };
}

const isJson = (response: Response): boolean =>
  response.headers.get('content-type')?.includes('json') === true;

/** Posts an operation as somebody. */
export async function postAs(
  url: string,
  person: Person | null,
  operation: object,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const signIn = person && { authorization: `Bearer ${await cachedToken(person)}` };
  return post(url, JSON.stringify(operation), { ...signIn, ...headers });
}

/** What no answer may hold: where our code lies, and how we ask the database. */
export const LEAKS =
  /node_modules|\.ts:\d|\.js:\d|\bat .+ \(|SQLITE_|\bER_[A-Z]{3,}|QueryFailedError|no such table|You have an error in your SQL|SELECT .* FROM|INSERT INTO|UPDATE .* SET/;
