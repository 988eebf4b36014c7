import { SECRET } from './node';
import { tokenOf, type Person } from './people';

export interface Answer {
  readonly status: number;
  readonly data?: any;
  readonly errors?: readonly { message: string; extensions?: { code?: string } }[];
}

const tokens = new Map<string, Promise<string>>();

/** One token per person and test file: signing is not what the tests are about. */
export function cachedToken(person: Person): Promise<string> {
  const key = JSON.stringify(person);
  const known = tokens.get(key) ?? tokenOf(person, SECRET);
  tokens.set(key, known);
  return known;
}

export async function callAs(
  url: string,
  person: Person | null,
  query: string,
  variables: object = {},
): Promise<Answer> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (person !== null) headers['authorization'] = `Bearer ${await cachedToken(person)}`;
  const body = JSON.stringify({ query, variables });
  const response = await fetch(url, { method: 'POST', headers, body });
  return { status: response.status, ...((await response.json()) as object) };
}
