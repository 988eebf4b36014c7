import { HeadUnanswered, headOf, type SourceResult } from './subscription.source';

/** Where queries are answered: by POST, the socket has subscriptions only. */
export interface HttpDoor {
  /** For example `/graphql`, or `https://api.example/graphql`. */
  readonly url: string;
  /** Asked for each request: return the `authorization` of the moment. */
  readonly headers?: () => Promise<Record<string, string>> | Record<string, string>;
}

/** `query { inboxHead }` by POST (IN-6). */
export async function askHeadByPost(door: HttpDoor | undefined): Promise<string> {
  if (!door) throw new TypeError(NOWHERE_TO_ASK);
  const headers = { 'content-type': 'application/json', ...(await door.headers?.()) };
  const request = { method: 'POST', headers, body: '{"query":"{ inboxHead }"}' };
  const response = await fetch(door.url, request).catch((failure: unknown) => {
    throw new HeadUnanswered(failure);
  });
  return headOf(await resultOf(response));
}

const NOWHERE_TO_ASK =
  'There is no cursor to start after: give `after`, or tell fromGraphQLWs where to ask for inboxHead.';

/** A proxy that answers with a page of its own is an interruption like any other. */
async function resultOf(response: Response): Promise<SourceResult> {
  return response.json().catch(() => {
    throw new HeadUnanswered({ code: response.status, reason: response.statusText });
  }) as Promise<SourceResult>;
}
