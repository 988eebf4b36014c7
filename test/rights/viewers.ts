/** Everybody who could ask: the columns of the matrix. */
import { setSeat } from '../../src/shops/set-seat';
import { Permission, PERMISSIONS } from '../../src/lib/viewer';
import { act, done } from '../support/market';
import type { TestNode } from '../support/node';
import { SECRET } from '../support/node';
import { buyer, seller, staff, system, tokenOf, type Person } from '../support/people';

/** Seats of one shop differ in what they may do, never in what they see (AC-2). */
export const SEATS = ['owner', 'proposals', 'tickets', 'reports', 'chat', 'idle'] as const;
export type Seat = (typeof SEATS)[number];

/** Who has something to do with shop-1 and buyer-1. */
export const CONCERNED = ['buyer', ...SEATS, 'platform', 'system'] as const;
/** Signed in, and nothing of it is theirs. */
export const STRANGERS = ['another buyer', 'another shop'] as const;
/** Whom the door does not let in at all. */
export const OUTSIDE = ['nobody', 'expired token', 'disabled seat'] as const;

export type Concerned = (typeof CONCERNED)[number];
export type Stranger = (typeof STRANGERS)[number];
export type Outside = (typeof OUTSIDE)[number];
export type ViewerKind = Concerned | Stranger | Outside;

export const VIEWERS: readonly ViewerKind[] = [...CONCERNED, ...STRANGERS, ...OUTSIDE];

const PERSONS: Readonly<Record<ViewerKind, Person | null>> = {
  buyer: buyer('buyer-1'),
  owner: seller('shop-1', ['owner'], 'seat-owner'),
  proposals: seller('shop-1', ['proposals'], 'seat-proposals'),
  tickets: seller('shop-1', ['tickets'], 'seat-tickets'),
  reports: seller('shop-1', ['reports'], 'seat-reports'),
  chat: seller('shop-1', ['chat'], 'seat-chat'),
  idle: seller('shop-1', [], 'seat-idle'),
  platform: staff,
  system,
  'another buyer': buyer('buyer-2'),
  'another shop': seller('shop-2', ['owner'], 'seat-2'),
  nobody: null,
  'expired token': seller('shop-1', ['owner'], 'seat-expired'),
  'disabled seat': seller('shop-1', ['owner'], 'seat-disabled'),
};

export const personOf = (kind: ViewerKind): Person | null => PERSONS[kind];

/** Of the law's columns, the one a viewer stands in. */
export type Column = 'buyer' | 'shop' | 'platform' | 'system';
export const columnOf = (kind: Concerned): Column =>
  kind === 'buyer' || kind === 'platform' || kind === 'system' ? kind : 'shop';

const tokens = new Map<ViewerKind, Promise<string>>();

/** The token of a viewer; undefined for nobody. */
export async function tokenFor(kind: ViewerKind): Promise<string | undefined> {
  const person = PERSONS[kind];
  if (person === null) return undefined;
  const lifetime = kind === 'expired token' ? -1 : 3_600;
  const known = tokens.get(kind) ?? tokenOf(person, SECRET, lifetime);
  tokens.set(kind, known);
  return known;
}

/** Registers the seats with what their tokens say, and disables the one that is. */
export async function seatEverybody(node: Pick<TestNode, 'app'>): Promise<void> {
  const set = (kind: ViewerKind, permissions: readonly string[], disabled = false) => {
    const { shop: shopId = '', sub: seatId } = PERSONS[kind] ?? { sub: '' };
    const granted = PERMISSIONS.filter((known) => permissions.includes(known));
    return done(act(node, system, setSeat, { shopId, seatId, permissions: granted, disabled }));
  };
  for (const seat of SEATS) await set(seat, PERSONS[seat]?.permissions ?? []);
  await set('another shop', [Permission.owner]);
  await set('disabled seat', [Permission.owner], true);
}

/** What came back over HTTP: the status, and the body as it was sent. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly data: any;
  readonly errors: readonly { message: string; path?: string[]; extensions: { code: string } }[];
}

/** Asks over HTTP as one of them. */
export async function ask(
  node: Pick<TestNode, 'url'>,
  kind: ViewerKind,
  query: string,
  variables: object = {},
): Promise<Reply> {
  const token = await tokenFor(kind);
  const headers = {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const body = JSON.stringify({ query, variables });
  const response = await fetch(node.url, { method: 'POST', headers, body });
  const text = await response.text();
  const { data = null, errors = [] } = JSON.parse(text);
  return { status: response.status, body: text, data, errors };
}
