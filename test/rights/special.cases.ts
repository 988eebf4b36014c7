/** What no table of fields and operations can say: filters that must not tell, words that must not leak, rights that are cut. */
import { assignTicket } from '../../src/tickets/assign-ticket';
import { endTicket } from '../../src/tickets/end-ticket';
import { TicketAction } from '../../src/tickets/ticket.moves';
import { closeOrder } from '../../src/orders/close-order';
import { setSeat } from '../../src/shops/set-seat';
import { Permission, Role } from '../../src/lib/viewer';
import { act, done, placeOrder } from '../support/market';
import { cachedToken } from '../support/call';
import { buyer, seller, system, type Person } from '../support/people';
import { contact, opened } from '../support/tickets';
import { codesOf } from '../support/market';
import { nodeQueries } from './field-probes';
import { ask, type ViewerKind } from './viewers';
import { advice } from './advice.cases';
import { lines } from './history.cases';
import { cell, type Case, type Cell, type World } from './world';

/** AC-5: a filter on what is hidden finds nothing. */
async function filters({ market }: World): Promise<Cell[]> {
  const query = '{ tickets(filter: {assigneeId: "seat-tickets"}) { totalCount } }';
  const law: [ViewerKind, string][] = [
    ['buyer', 'finds 0'],
    ['owner', 'finds 1'],
    ['platform', 'finds 1'],
  ];
  const cells: Cell[] = [];
  for (const [kind, word] of law) {
    const { data } = await ask(market, kind, query);
    cells.push(cell('tickets(assigneeId:)', kind, word, `finds ${data?.tickets.totalCount}`));
  }
  return cells;
}

/** MS-3, MS-4: what is unread is counted in what one takes part in, and adds up. */
async function unread({ market }: World): Promise<Cell[]> {
  const query = `{ viewer { unreadCount } conversations(first: 100) { nodes { unreadCount ticket { id } } }
    unread: conversations(first: 100, filter: {unread: true}) { nodes { unreadCount ticket { id } } } }`;
  const cells: Cell[] = [];
  for (const kind of ['buyer', 'owner', 'platform', 'system'] as const) {
    const { data } = await ask(market, kind, query);
    const counted = (nodes: any[]) =>
      nodes.reduce((sum: number, node) => sum + Number(node.unreadCount), 0);
    const sums = new Set([
      data.viewer.unreadCount,
      counted(data.conversations.nodes),
      counted(data.unread.nodes),
    ]);
    const inChats = data.unread.nodes.some((node: any) => node.ticket === null);
    const none = data.unread.nodes.length === 0;
    const found = none ? 'nothing' : inChats ? 'orders too' : 'tickets only';
    const law = {
      buyer: 'orders too',
      owner: 'orders too',
      platform: 'tickets only',
      system: 'nothing',
    };
    cells.push(cell('unread', kind, law[kind], sums.size === 1 ? found : 'does not add up'));
  }
  return cells;
}

/** AC-5: what a buyer must never be told, in whatever field, line of history or entry; and that others are. */
const SECRETS = [
  'Nobody there.',
  'They want too much.',
  'The consumer asked not to be called.',
  'Please.',
  'The receipt?',
  'Nothing was sent.',
  'It was sent.',
  'The date on the receipt was changed.',
  'chat.png',
  'Snow.',
  'Granted.',
  'seat-tickets',
];

async function secrets({ market, schema, ours }: World): Promise<Cell[]> {
  const entries = `{ inbox(first: 100) { nodes { actorId message { text } ticket { history { actorId } } } } }`;
  const cells: Cell[] = [];
  for (const kind of ['buyer', 'owner'] as const) {
    const texts: string[] = [];
    for (const query of [...nodeQueries(schema, ours), entries])
      texts.push((await ask(market, kind, query)).body);
    for (const secret of SECRETS) {
      const found = texts.some((text) => text.includes(secret)) ? 'told' : 'not told';
      cells.push(cell(`“${secret}”`, kind, kind === 'buyer' ? 'not told' : 'told', found));
    }
  }
  return cells;
}

/** Who did it oneself is told so, also of a ticket; and programs have no names. */
async function ownActs({ workshop }: World): Promise<Cell[]> {
  const ticketId = await opened(workshop, await placeOrder(workshop));
  await done(act(workshop, buyer(), endTicket(TicketAction.WITHDRAW), { ticketId }));
  const { data } = await ask(
    workshop,
    'buyer',
    `{ ticket(id: "${ticketId}") { history { actorId } } }`,
  );
  const found = data.ticket.history.at(-1).actorId;
  const orderId = await placeOrder(workshop);
  await done(act(workshop, system, closeOrder, { orderId, reason: 'Refunded' }));
  const closed = await ask(
    workshop,
    'platform',
    `{ order(id: "${orderId}") { history { actorId } } }`,
  );
  const program = closed.data.order.history.at(-1).actorId;
  return [
    cell('the own act in a ticket’s history', 'buyer', 'buyer-1', String(found)),
    cell('a program’s act in history', 'platform', 'null', String(program)),
  ];
}

/** TK-4: once a ticket is one seat's, of the others only the owner acts. */
async function assigned({ workshop }: World): Promise<Cell[]> {
  const ticketId = await opened(workshop, await placeOrder(workshop));
  const owner = seller('shop-1', ['owner'], 'seat-owner');
  await done(act(workshop, owner, assignTicket, { ticketId, seatId: 'seat-tickets' }));
  const seats: [string, readonly string[], string][] = [
    ['seat-other', ['tickets'], 'TICKET_ASSIGNED_TO_OTHER'],
    ['seat-tickets', ['tickets'], 'does'],
    ['seat-owner', ['owner'], 'does'],
  ];
  const cells: Cell[] = [];
  for (const [sub, permissions, law] of seats) {
    const refused = codesOf(
      await contact(workshop, ticketId, {}, seller('shop-1', permissions, sub)),
    );
    cells.push(cell('a ticket of another seat', sub, law, refused[0] ?? 'does'));
  }
  const wrong = { ticketId, seatId: 'seat-chat' };
  const refused = codesOf(await act(workshop, owner, assignTicket, wrong));
  cells.push(cell('a ticket for a seat without tickets', 'owner', 'INVALID_INPUT', refused.join()));
  return cells;
}

/** AC-2: permissions are those of the token that the registry grants too. */
async function permissions({ workshop }: World): Promise<Cell[]> {
  const input = (orderId: string) => ({ orderId, shipDate: '2023-02-05', reason: 'OTHER' });
  const mutation = `mutation ($input: ShippingProposalSendInput!) { shippingProposalSend(input: $input) { userErrors { code } } }`;
  const { owner, chat, proposals } = Permission;
  const cases: [Permission, Permission, string][] = [
    [owner, chat, 'FORBIDDEN'],
    [chat, owner, 'FORBIDDEN'],
    [owner, proposals, 'does'],
    [proposals, owner, 'does'],
  ];
  const cells: Cell[] = [];
  for (const [token, registry, law] of cases) {
    const seatId = `seat-${token}-${registry}`;
    const setting = { shopId: 'shop-1', seatId, permissions: [registry] };
    await done(act(workshop, system, setSeat, setting));
    const person = seller('shop-1', [token], seatId);
    const orderId = await placeOrder(workshop);
    const { data } = await workshop.ask(person, mutation, { input: input(orderId) });
    const found = data.shippingProposalSend.userErrors[0]?.code ?? 'does';
    cells.push(cell(`a token’s ${token}, the registry’s ${registry}`, seatId, law, found));
  }
  return cells;
}

let seats = 0;

/** What tokens say: never seen before, so that they are looked at anew. A seat that nobody has set has what its token says. */
async function tokens({ market }: World): Promise<Cell[]> {
  seats += 1;
  const sub = `fresh-${String(seats)}`;
  const query = '{ viewer { permissions shop { shopId } } }';
  const told = async (person: Person): Promise<string> => {
    const { status, data } = await market.ask(person, query);
    const { permissions = [], shop = null } = data?.viewer ?? {};
    return [status, shop?.shopId ?? 'no shop', ...permissions].join(' ');
  };
  const { BUYER, SELLER } = Role;
  const claims = { shop: 'shop-1', permissions: ['chat'] };
  const law: [string, Person, string][] = [
    ['a buyer’s', { role: BUYER, sub }, '200 no shop'],
    ['a buyer’s that claims a shop', { role: BUYER, sub, ...claims }, '200 no shop'],
    ['a seat’s without a shop', { role: SELLER, sub }, '401 no shop'],
    ['a seat’s first', { role: SELLER, sub, ...claims }, '200 shop-1 chat'],
    ['a seat’s second', seller('shop-1', ['reports'], sub), '200 shop-1 reports'],
  ];
  const cells: Cell[] = [];
  for (const [what, person, word] of law)
    cells.push(cell(`a token, ${what}`, sub, word, await told(person)));
  return cells;
}

/** In production the schema is shown to the marketplace’s own people only. */
async function introspection({ market }: World): Promise<Cell[]> {
  const settings = market.app.settings as { introspection: boolean };
  settings.introspection = false;
  const cells: Cell[] = [];
  const kinds: ViewerKind[] = ['nobody', 'buyer', 'owner', 'platform', 'system'];
  for (const kind of kinds) {
    const { errors } = await ask(market, kind, '{ __schema { queryType { name } } }');
    const law = kind === 'platform' || kind === 'system' ? 'shown' : 'not shown';
    cells.push(
      cell('the schema in production', kind, law, errors.length > 0 ? 'not shown' : 'shown'),
    );
  }
  settings.introspection = true;
  return cells;
}

/** A token that somebody else signed, or that nobody signed, lets nobody in. */
async function forgeries({ market }: World): Promise<Cell[]> {
  const token = await cachedToken(system);
  const [header, , signature] = token.split('.');
  const claims = { sub: 'x', role: 'PLATFORM', exp: 4_000_000_000 };
  const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${forged}` };
  const body = JSON.stringify({ query: '{ viewer { id } }' });
  const { status } = await fetch(market.url, { method: 'POST', headers, body });
  return [cell('a token with other claims', 'a forger', '401', String(status))];
}

const SPECIAL = {
  advice,
  lines,
  ownActs,
  filters,
  unread,
  secrets,
  assigned,
  permissions,
  introspection,
  tokens,
  forgeries,
};

export const specialCases = (world: World): Case[] =>
  Object.entries(SPECIAL).map(([name, run]) => ({ name, run: () => run(world) }));
