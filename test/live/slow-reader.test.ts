/** One of a hundred subscribers stops reading (trap 1): it costs nobody anything, and itself only a reconnect. */
import { until } from '../client/until';
import { eitherDatabase } from '../services/databases';
import { scale } from '../services/scale';
import { startNode, type TestNode } from '../support/node';
import { seller } from '../support/people';
import { chat, logOf, openChat, type Chat } from './chat';
import { eventually, gauge } from './gauges';
import { LiveClient } from './live-socket.client';

/** How long the whole of it may take on a busy machine. */
const LONG = 300_000;
const OTHERS = 99;
/** Fewer would have to be wider than a document may ask for. */
const ENTRIES = Math.max(100, scale(1_000));
/** More than the kernel's buffers on both sides of a socket hold. */
const WIDE = 32_000_000 / ENTRIES;

const NARROW = `subscription ($after: String) { inbox(after: $after) {
  ... on InboxEntry { cursor } ... on InboxResync { head } } }`;

/** The same entries, each as wide as it takes to fill those buffers. */
const COPIES = Array.from(
  { length: Math.ceil(WIDE / 6_100) },
  (_, index) => `t${String(index)}: text`,
);
const WIDENED = NARROW.replace('cursor', `cursor message { ${COPIES.join(' ')} }`);

eitherDatabase('IN-5 one of a hundred stops reading', (database) => {
  let node: TestNode;
  let room: Chat;

  beforeAll(async () => {
    node = await startNode(await database.createUrl(), { stallMs: 1_000 });
    room = await openChat(node);
  });

  afterAll(() => node.stop());

  const slowCloses = () => gauge(node.url, 'parley_slow_closes');

  const numbersOf = (client: LiveClient) =>
    client
      .events('a')
      .map(({ data }) => node.app.cursors.decode('shop:shop-1', data.inbox.cursor)?.number);

  test(
    'the others get everything; it is closed with 1013 and resumes exactly',
    async () => {
      const head = (await node.ask(seller(), '{ inboxHead }')).data.inboxHead as string;
      const others = await Promise.all(
        Array.from({ length: OTHERS }, () => LiveClient.signIn(node.wsUrl, seller())),
      );
      for (const other of others) other.subscribe('a', NARROW, { after: head });
      const stopped = await LiveClient.signIn(node.wsUrl, seller());
      stopped.subscribe('a', WIDENED, { after: head });
      stopped.socket.pause();

      // The process keeps a few events for it, whatever is written: the rest stays in the table.
      let unsent = 0;
      const text = '发'.repeat(2_000);
      for (let count = 0; count < ENTRIES; count += 1) {
        await chat(node, room, [text]);
        if (count % 4 !== 0) continue;
        unsent = Math.max(unsent, await gauge(node.url, 'parley_unsent_bytes'));
        // It reads on once it is closed: what had been sent before, then the close.
        if ((await slowCloses()) > 0) stopped.socket.resume();
      }
      await eventually(slowCloses, (count) => count === 1);
      stopped.socket.resume();
      expect(unsent).toBeLessThan(WIDE * 10 + OTHERS * 10_000);

      const log = await logOf(node, 'shop:shop-1');
      const everything = log.map((_, index) => index + 1).slice(-ENTRIES);
      for (const other of others) await until(() => other.frames.length > ENTRIES, LONG);
      for (const other of others) expect(numbersOf(other)).toEqual(everything);

      expect((await stopped.closed).code).toBe(1013);
      const received = numbersOf(stopped);
      expect(received.length).toBeGreaterThan(0);
      expect(received.length).toBeLessThan(ENTRIES);

      const resumed = await LiveClient.signIn(node.wsUrl, seller());
      resumed.subscribe('a', NARROW, { after: stopped.events('a').at(-1).data.inbox.cursor });
      await until(() => received.length + resumed.events('a').length >= ENTRIES, LONG);
      expect([...received, ...numbersOf(resumed)]).toEqual(everything);
      for (const client of [...others, resumed]) client.end();
    },
    LONG,
  );
});
