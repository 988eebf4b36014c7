import { parseArgs } from 'node:util';

/** How the command was called. */
export interface ReplayOptions {
  readonly file: string;
  /** Whether cards are sent and answered too. */
  readonly proposals: boolean;
  /** Where to write what became of each order; nowhere when undefined. */
  readonly result: string | undefined;
  /** The running server to play against; without it the command starts its own. */
  readonly server:
    | { readonly url: string; readonly token: string }
    | { readonly url: string; readonly secret: string }
    | undefined;
}

/** The command was called in a way it does not understand; the message says how to call it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `npm run replay -- FILE.csv [--proposals] [--result FILE]
                             [--url http://127.0.0.1:4000/graphql (--token TOKEN | --secret SECRET)]

  FILE.csv     orders, as src/replay/README.md describes them
  --proposals  send a card for every third order
  --result     write what became of each order to this file, one JSON object a line
  --url        a running server in sandbox mode; without it one is started, and removed at the end
  --token      a sign-in token of a SYSTEM viewer, as the server prints it
  --secret     the server's AUTH_SECRET, to sign such a token`;

/** Throws {@link UsageError}. */
export function readOptions(args: readonly string[]): ReplayOptions {
  const { values, positionals } = parse(args);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Name one file.');
  const { proposals = false, result } = values;
  if (proposals && values.token !== undefined)
    throw new UsageError('--proposals needs --secret: sellers and buyers sign in for themselves.');
  return { file, proposals, result, server: serverOf(values) };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        proposals: { type: 'boolean' },
        result: text,
        url: text,
        token: text,
        secret: text,
      },
      allowPositionals: true,
    });
  } catch (failure) {
    throw new UsageError(failure instanceof Error ? failure.message : String(failure));
  }
}

function serverOf(values: {
  url?: string;
  token?: string;
  secret?: string;
}): ReplayOptions['server'] {
  const { url, token, secret } = values;
  if (url === undefined) {
    if (token !== undefined || secret !== undefined)
      throw new UsageError('--token and --secret go with --url.');
    return undefined;
  }
  if (!URL.canParse(url)) throw new UsageError(`--url ${url} is no address.`);
  if (token !== undefined && secret === undefined) return { url, token };
  if (secret !== undefined && token === undefined) return { url, secret };
  throw new UsageError('--url goes with --token or --secret, one of them.');
}
