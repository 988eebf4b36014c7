/** The other door: who may follow what, and what is delivered to whom (AC-3). */
import { newId } from '../../src/lib/ids';
import { inboxOf } from '../../src/inbox/inbox.repository';
import { viewerOf } from '../support/people';
import { labelOf, operationLaw, operationOf, wordFor, type Row } from './law';
import type { SignedIn } from './query.cases';
import { answerOf, messagesOf, signIn } from './sockets';
import { CONCERNED, OUTSIDE, personOf, type Concerned } from './viewers';
import { cell, type Case, type Cell, type World } from './world';

const INBOX =
  'subscription ($after: String) { inbox(after: $after) { __typename ... on InboxEntry { cursor order { id } ticket { id } } } }';
const MESSAGES =
  'subscription ($id: ID!) { conversationMessages(conversationId: $id, after: 0) { id } }';

const isStranger = (kind: SignedIn): boolean => !CONCERNED.some((known) => known === kind);

const lawOf = (row: Row, kind: SignedIn): string =>
  isStranger(kind) ? row['strangers']! : wordFor(row, kind as Concerned, 'theirs', 'FORBIDDEN');

/** From its beginning: the other side's inbox must not be in it, whatever cursor is sent. */
async function inbox(world: World, kind: SignedIn): Promise<string> {
  const { market, ours, theirs } = world;
  const id = inboxOf(viewerOf(personOf(kind)!)) ?? 'staff';
  const wire = await signIn(market, kind);
  if (typeof wire === 'number') return String(wire);
  const after = market.app.cursors.encode(id, 0);
  const messages = await messagesOf(wire, { query: INBOX, variables: { after } }, 40);
  await wire.close();
  const text = JSON.stringify(messages);
  const others = kind.startsWith('another') ? ours : theirs;
  const strange = kind !== 'platform' && others.some((thing) => text.includes(thing.id));
  return strange ? 'others’' : answerOf(messages).replace('delivers', 'theirs');
}

/** One's own conversation, another's, and one that nobody has: the last two look the same. */
async function messages(world: World, kind: SignedIn, isInside: boolean) {
  const { market, ours } = world;
  const sql = 'SELECT id FROM conversations WHERE last_number > 0';
  const spoken = new Set((await market.app.db.rows<{ id: string }>(sql)).map(({ id }) => id));
  const own = ours.find(
    (thing) => thing.type === 'Conversation' && thing.isInside === isInside && spoken.has(thing.id),
  )!;
  const wire = await signIn(market, kind);
  if (typeof wire === 'number') return { found: String(wire), isAlike: false };
  const told = async (id: string) => messagesOf(wire, { query: MESSAGES, variables: { id } }, 1);
  const found = await told(own.id);
  const never: Awaited<ReturnType<typeof told>>[] = [];
  for (const id of [newId('conversation'), newId('order'), 'nothing']) never.push(await told(id));
  await wire.close();
  const texts = new Set(
    [...(answerOf(found) === 'delivers' ? [] : [found]), ...never].map((some) =>
      JSON.stringify(some.map(({ payload }) => payload)),
    ),
  );
  return { found: answerOf(found).replace('delivers', 'theirs'), isAlike: texts.size === 1 };
}

async function cellsOf(world: World, row: Row, kind: SignedIn): Promise<Cell[]> {
  const label = labelOf(row);
  const law = lawOf(row, kind);
  if (operationOf(row) === 'inbox')
    return [cell(label, kind, law, await inbox(world, kind), 'WebSocket')];
  const { found, isAlike } = await messages(world, kind, label.endsWith('about a ticket'));
  return [
    cell(label, kind, law, found, 'WebSocket'),
    cell(`${label}: not there`, kind, 'one answer', isAlike ? 'one answer' : 'tells', 'WebSocket'),
  ];
}

/** Who is not let in at all: closed before anything could be asked. */
const outside = (world: World): Case => ({
  name: 'sockets of those outside',
  async run() {
    const cells: Cell[] = [];
    for (const kind of OUTSIDE) {
      const wire = await signIn(world.market, kind);
      cells.push(
        cell(
          'connection_init',
          kind,
          'closed 4403',
          `closed ${String(typeof wire === 'number' ? wire : 'not')}`,
          'WebSocket',
        ),
      );
      if (typeof wire !== 'number') await wire.close();
    }
    return cells;
  },
});

export const subscriptionCases = (world: World, kinds: readonly SignedIn[]): Case[] => [
  outside(world),
  ...operationLaw('Subscriptions').map((row) => ({
    name: `subscription ${labelOf(row)}`,
    async run() {
      const cells: Cell[] = [];
      for (const kind of kinds) cells.push(...(await cellsOf(world, row, kind)));
      return cells;
    },
  })),
];
