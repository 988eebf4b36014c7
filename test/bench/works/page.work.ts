/** The seller's order page: 20 orders with 3 cards and 5 messages each, over HTTP. */
import { signToken } from '../../../src/story';
import { SECRET } from '../../support/node';
import { ask, load, type Asked } from '../http.load';
import { shopsAmong } from '../market/market.names';
import { startParley } from '../rivals/parley';
import { startRival, type RivalProcess } from '../rivals/rival.process';
import { expectSame } from '../same-answer';
import { startAll, stopAll } from '../rivals/start-all';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Work } from '../work';
import { PAGE } from './page.query';

/** Of the market that pages are read and cards accepted in. */
export const marketSize = (stage: Stage): number => stage.size(10_000, 2_000);
const CONNECTIONS = 16;
const ORDERS_ON_A_PAGE = 20;

/** A page for the seller of each shop, one after the other. */
export async function askedBySellers(orders: number): Promise<(number: number) => Asked> {
  const shops = Math.min(shopsAmong(orders), 100);
  const tokens = await Promise.all(
    Array.from({ length: shops }, (_, shop) =>
      signToken(SECRET, { role: 'SELLER', sub: 'owner', shop: `S${shop}` }),
    ),
  );
  return (number) => ({
    token: tokens[number % shops] ?? '',
    query: PAGE,
    variables: { first: ORDERS_ON_A_PAGE },
  });
}

/** Those who show pages and accept cards, on this database. */
export function serversOn(stage: Stage, databaseUrl: string) {
  const env = { DATABASE_URL: databaseUrl, AUTH_SECRET: SECRET };
  const start = (name: string): Promise<RivalProcess> =>
    name === PARLEY ? startParley(databaseUrl) : startRival(name, env);
  return startAll([PARLEY, 'mercurius', 'stock'], (name) =>
    stage.lend(`${name} ${databaseUrl}`, () => start(name)),
  );
}

async function open(stage: Stage): Promise<Opened> {
  const servers = await serversOn(stage, await stage.market(marketSize(stage)));
  const asked = await askedBySellers(marketSize(stage));

  return {
    rivals: Object.entries(servers).map(([name, { url, pid }]) => ({
      name,
      ...(name === 'stock' && { warmUp: 'full' }),
      turn: () => {
        const amount = name === 'stock' ? stage.size(64, 8) : stage.size(4_000, 250);
        const connections = Math.min(CONNECTIONS, amount);
        return load({ url, pid, connections, amount, asked, expected: '"orders"' });
      },
    })),
    check: async () => {
      for (let seller = 0; seller < stage.size(5, 2); seller += 1) {
        const answers: Record<string, unknown> = {};
        for (const [name, { url }] of Object.entries(servers))
          answers[name] = await ask(url, asked(seller));
        expectSame(answers);
      }
    },
    close: async () => {
      await stopAll(Object.values(servers));
    },
  };
}

export const page: Work = {
  name: 'page',
  about: 'the seller’s order page: 20 orders × 3 cards × 5 messages, HTTP, 16 connections, MariaDB',
  goals: [
    { figure: '/s', isBetter: 'more', beside: 'mercurius', reach: 1 },
    { figure: '/s', isBetter: 'more', beside: 'stock', reach: 10 },
  ],
  turns: { full: 5, quick: 1 },
  open,
};
