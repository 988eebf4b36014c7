import { followMessages, fromGraphQLWs, type Source } from '../../src/client';
import { random, scale, seed } from '../services/scale';
import { socketTo } from './front-ends';
import { InboxServer } from './inbox-server';
import { until } from './until';

const MESSAGES = `subscription ($conversationId: ID!, $after: Int) {
  conversationMessages(conversationId: $conversationId, after: $after) { number text }
}`;

const soon = { waitMs: () => 3 };

interface Message {
  readonly number: number;
  readonly text: string;
}

describe('following a conversation', () => {
  it.each([0, 1000])(
    'IN-3 receives every message once and in order with %d retries',
    async (retries) => {
      const server = new InboxServer();
      await server.start();
      const client = socketTo(server, retries);
      const choice = random(seed(), `messages ${String(retries)}`);
      const received: string[] = [];
      const following = followMessages<string, Message>(fromGraphQLWs(client), {
        query: MESSAGES,
        conversationId: 'cnv_1',
        onMessage: ({ text }) => void received.push(text),
        ...soon,
      });
      const sent = Array.from({ length: scale(2000, 40) }, (_, index) => String(index));
      for (const text of sent) {
        server.log.write(text);
        if (choice.chance(0.05)) server.interrupt(choice.pick([undefined, 1012, 1013, 4403]));
        if (choice.chance(0.2))
          await new Promise((resolve) => setTimeout(resolve, choice.int(0, 4)));
      }
      await until(() => received.length >= sent.length);
      expect(received).toEqual(sent);
      await following.stop();
      await client.dispose();
      await server.stop();
    },
  );

  it('MS-1 drops a number had before and asks again when one is missing', async () => {
    const asked: unknown[] = [];
    const streams = [
      [4, 5, 5, 7, 8],
      [6, 7],
    ];
    const received: number[] = [];
    const following = followMessages(sourceOf(streams, asked), {
      query: MESSAGES,
      conversationId: 'cnv_1',
      after: 3,
      onMessage: ({ number }) => void received.push(number),
      ...soon,
    });
    await until(() => received.length === 4);
    await following.stop();
    expect(received).toEqual([4, 5, 6, 7]);
    expect(asked).toEqual([3, 5].map((after) => ({ conversationId: 'cnv_1', after })));
  });

  it('says what is missing in a document without the number', async () => {
    const source: Source<string> = {
      subscribe: (_document, _variables, sink) => {
        sink.next({ data: { conversationMessages: { text: 'a' } } });
        return () => {};
      },
      inboxHead: () => Promise.resolve(''),
    };
    const options = { query: MESSAGES, conversationId: 'cnv_1', onMessage: () => {} };
    await expect(followMessages(source, options).done).rejects.toThrow('Select `number`');
  });
});

/** A source that sends the given numbers, one list per subscription. */
function sourceOf(streams: number[][], asked: unknown[]): Source<string> {
  return {
    subscribe: (_document, variables, sink) => {
      asked.push(variables());
      for (const number of streams.shift() ?? [])
        sink.next({ data: { conversationMessages: { number } } });
      return () => {};
    },
    inboxHead: () => Promise.resolve(''),
  };
}
