import { followInbox, fromGraphQLWs, type HttpDoor } from '../../src/client';
import { INBOX, socketTo } from './front-ends';
import { cursorAt } from './inbox-log';
import { InboxServer } from './inbox-server';
import { until } from './until';

describe('asking for the head of the inbox over HTTP', () => {
  const server = new InboxServer();
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  function follow(http: HttpDoor | undefined, onInterrupted: (reason: unknown) => void = () => {}) {
    const handlers = { onEntry: () => {}, onResync: () => {}, onInterrupted };
    const source = fromGraphQLWs(socketTo(server, 0), http);
    return followInbox(source, { query: INBOX, waitMs: () => 3, ...handlers });
  }

  it('IN-6 sends the sign-in of the moment, and tries again until there is an answer', async () => {
    const doors = ['http://127.0.0.1:1/graphql', server.url];
    const tokens = ['first', 'second'];
    const interruptions: unknown[] = [];
    const http = {
      get url() {
        return doors.shift() ?? server.url;
      },
      headers: () => ({ authorization: `Bearer ${tokens.shift() ?? ''}` }),
    };
    const following = follow(http, (reason) => interruptions.push(reason));
    await until(() => server.afters.length === 1);
    expect(server.afters).toEqual([cursorAt(0)]);
    expect(interruptions).toMatchObject([{ message: 'fetch failed' }]);
    expect(server.authorization).toBe('Bearer second');
    await following.stop();
  });

  it('says so when there is nothing to start after and nowhere to ask', async () => {
    await expect(follow(undefined).done).rejects.toThrow('give `after`');
  });
});
