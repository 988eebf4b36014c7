/**
 * What the works about live screens share: a market of two thousand shops, a Redis, entries that are committed and rung in.
 *
 * Entries come the same way for everybody: the benchmark writes them in one transaction and rings once on the channel where nodes
 * ring for each other. Each server reads what it delivers from the same tables. Many entries come with one ring, so that what is
 * measured is the way from a committed entry to the frames on the sockets, and the database is asked as seldom as each server can.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Database } from '../../../src/lib/database';
import { readEpoch } from '../../../src/lib/meta';
import { Role } from '../../../src/lib/viewer';
import { ActKind } from '../../../src/inbox/act-kind';
import { InboxCursors } from '../../../src/inbox/inbox.cursor';
import {
  appendEntries,
  buyerInbox,
  shopInbox,
  type Announcement,
} from '../../../src/inbox/inbox.repository';
import { MIGRATIONS } from '../../../src/migrations';
import { signToken, type Person } from '../../../src/story';
import { startRedis } from '../../services/redis';
import { SECRET } from '../../support/node';
import { LIVE_ORDERS, LIVE_SHOPS, openLiveMarket } from '../market/live.market';
import { buyersAmong, messageId, orderId, pendingId } from '../market/market.names';
import { channelOf } from '../rivals/live.bell';
import { startParley } from '../rivals/parley';
import { startRival, type RivalProcess } from '../rivals/rival.process';
import type { Asked } from '../screens/screen';
import { openScreens, type Screens } from '../screens/screens';
import type { Stage } from '../stage';
import { PARLEY } from '../work';

export type Server = Pick<RivalProcess, 'url' | 'wsUrl' | 'pid' | 'stop'>;

interface Own {
  readonly env?: Readonly<Record<string, string>>;
  readonly isSecond?: boolean;
}

export interface LiveStage {
  readonly screens: Screens;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly channel: string;
  readonly cursors: InboxCursors;
  /** Starts one of `parley`, `ws`, `stock`; with settings of its own, or beside another of the same name. */
  readonly start: (name: string, own?: Own) => Promise<Server>;
  /** Commits so many entries in each of these inboxes and rings once for all of them. */
  readonly append: (inboxes: readonly Inbox[], each: number) => Promise<void>;
  /** Shows all screens a first entry, and waits until all were shown all: from then on nothing is missed. */
  readonly settle: (inboxes: readonly Inbox[]) => Promise<void>;
  /** The newest number of each of them. */
  readonly heads: (inboxes: readonly Inbox[]) => Promise<Map<string, number>>;
  readonly close: () => Promise<void>;
}

/** An inbox, who looks at it, and the orders its entries are about. */
export interface Inbox {
  readonly id: string;
  readonly person: Person;
  readonly orders: readonly number[];
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** The orders of a shop or a buyer, of whom there are so many: they take turns. */
const everyOther = (first: number, many: number): number[] =>
  numbers(LIVE_ORDERS / many).map((round) => first + round * many);

export const shopOf = (shop: number): Inbox => ({
  id: shopInbox(`S${shop}`),
  person: { role: 'SELLER', sub: 'owner', shop: `S${shop}` },
  orders: everyOther(shop, LIVE_SHOPS),
});

const buyerOf = (buyer: number): Inbox => ({
  id: buyerInbox(`B${buyer}`),
  person: { role: 'BUYER', sub: `B${buyer}` },
  orders: everyOther(buyer, buyersAmong(LIVE_ORDERS)),
});

export const shops = (count: number): Inbox[] => numbers(count).map(shopOf);
export const buyers = (count: number): Inbox[] => numbers(count).map(buyerOf);

/** One screen for each of these inboxes. */
export const screensOf = (inboxes: readonly Inbox[]): Promise<Asked[]> =>
  Promise.all(
    inboxes.map(async ({ id, person }) => ({ inbox: id, token: await signToken(SECRET, person) })),
  );

/** So many seats that all look at the inbox of their shop. */
export const seatsOf = (inbox: Inbox, count: number): Promise<Asked[]> =>
  screensOf(
    numbers(count).map((seat) => ({ ...inbox, person: { ...inbox.person, sub: `seat-${seat}` } })),
  );

/** One instant for all entries: everybody is to show the same. */
const OCCURRED_AT = Math.floor(Date.now() / 1_000) * 1_000;

/** An entry about one of the orders, its pending card and one of its five messages. */
function announcement({ id, orders }: Inbox, turn: number): Announcement {
  const order = orders[turn % orders.length] ?? 0;
  const nothing = { ticketId: null, reportId: null, compensationId: null, complaintId: null };
  return {
    inboxes: [id],
    kind: ActKind.MESSAGE_SENT,
    ...{ occurredAt: OCCURRED_AT, recordedAt: OCCURRED_AT, actor: Role.BUYER, actorId: 'B1' },
    ...{ orderId: orderId(order), proposalId: pendingId(order) },
    messageId: messageId(order, (turn % 5) + 1),
    ...{ ...nothing, violationId: null },
  };
}

/** One for all works of a run. */
const markets = new WeakMap<Stage, Promise<string>>();
function marketOf(stage: Stage): Promise<string> {
  const known = markets.get(stage) ?? stage.mariaDb().then(openLiveMarket);
  markets.set(stage, known);
  return known;
}

export async function openLiveStage(stage: Stage): Promise<LiveStage> {
  const databaseUrl = await marketOf(stage);
  const redis = await stage.lend('Redis', startRedis);
  const bell = new Redis(redis.url);
  const db = await Database.open(databaseUrl, 2, MIGRATIONS);
  const epoch = await readEpoch(db);
  const lookEveryMs = stage.size(LOOK_EVERY_MS.full, LOOK_EVERY_MS.quick);
  const screens = await stage.lend('screens', () => Promise.resolve(openScreens()));
  const env = {
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: SECRET,
    REDIS_URL: redis.url,
    EPOCH: epoch,
  };
  const append = async (inboxes: readonly Inbox[], each: number): Promise<void> => {
    const announcements = Array.from({ length: each }, (_, turn) =>
      inboxes.map((inbox) => announcement(inbox, turn)),
    ).flat();
    const { rings } = await db.transact((tx) => appendEntries(tx, { db }, announcements));
    await bell.publish(channelOf(epoch), JSON.stringify(await rings));
  };
  const heads = async (inboxes: readonly Inbox[]): Promise<Map<string, number>> => {
    const sql = 'SELECT id, head FROM inboxes WHERE id IN (?)';
    const rows = await db.rows<{ id: string; head: number }>(sql, [inboxes.map(({ id }) => id)]);
    return new Map(rows.map(({ id, head }) => [id, head]));
  };
  return {
    screens,
    databaseUrl,
    append,
    heads,
    settle: (inboxes) => settle({ screens, append, heads }, inboxes, lookEveryMs),
    redisUrl: redis.url,
    channel: channelOf(epoch),
    cursors: new InboxCursors(epoch),
    start: (name, own = {}) =>
      stage.lend(`live ${name} ${JSON.stringify(own)}`, () =>
        name === PARLEY
          ? startParley(databaseUrl, { REDIS_URL: redis.url, ...own.env })
          : startRival(name === 'stock' ? 'stock.live' : name, { ...env, ...own.env }),
      ),
    close: async () => {
      await screens.stop();
      bell.disconnect();
      await db.close();
      await redis.stop();
    },
  };
}

/**
 * Entries that come before somebody has subscribed are nothing to him: a new one comes when nothing has moved for a while, a longer while
 * each time, as who is slow would only be given ever more to do.
 */
async function settle(
  { screens, append, heads }: Pick<LiveStage, 'screens' | 'append' | 'heads'>,
  inboxes: readonly Inbox[],
  lookEveryMs: number,
): Promise<void> {
  let [before, still, patience] = [-1, 0, 1];
  for (;;) {
    const { behind, shown } = await screens.look(await heads(inboxes));
    if (behind === 0 && shown > 0) return;
    still = shown === before ? still + 1 : 0;
    if (still >= patience) {
      await append(inboxes, 1);
      [still, patience] = [0, patience * 2];
    }
    before = shown;
    await sleep(lookEveryMs);
  }
}

/** A look asks the database for the newest number of every inbox. */
const LOOK_EVERY_MS = { full: 300, quick: 50 };
