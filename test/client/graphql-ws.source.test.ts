import { followInbox, fromGraphQLWs } from '../../src/client';
import { INBOX, socketTo } from './front-ends';
import { cursorAt } from './inbox-log';
import { InboxServer } from './inbox-server';
import { until } from './until';

/**
 * graphql-ws resubscribes by itself with the payload it was given. That it writes the payload anew
 * each time is what `fromGraphQLWs` leans on; a version that no longer does fails here.
 */
describe('graphql-ws resubscribing by itself', () => {
  it('IN-3 asks for what comes after the newest entry, without an interruption to be seen', async () => {
    const server = new InboxServer();
    await server.start();
    const client = socketTo(server, 1000);
    const received: string[] = [];
    const interruptions: unknown[] = [];
    const inbox = followInbox<string, { cursor: string }>(fromGraphQLWs(client), {
      query: INBOX,
      after: cursorAt(0),
      onEntry: ({ cursor }) => void received.push(cursor),
      onResync: () => {},
      onInterrupted: (reason) => interruptions.push(reason),
    });
    for (const count of [1, 2, 3]) {
      server.log.write('an entry');
      await until(() => received.length === count);
      server.interrupt();
      await until(() => server.afters.length === count + 1);
    }
    expect(server.afters).toEqual([0, 1, 2, 3].map(cursorAt));
    expect(interruptions).toEqual([]);
    await inbox.stop();
    await client.dispose();
    await server.stop();
  });
});
