/** What the matrix is asked in: a market that is only looked at, and a workshop where mutations are tried. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { buildSchema } from '../../src/schema';
import { openShop } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { BEGIN } from './market-sides';
import { idsOf, type Owned } from './market-ids';
import { fillRightsMarket } from './rights-market';
import { seatEverybody } from './viewers';

/** One cell of the matrix: who, by which door, about what; what the law says, and what happened. */
export interface Cell {
  readonly what: string;
  readonly viewer: string;
  readonly door: 'HTTP' | 'WebSocket';
  readonly law: string;
  readonly found: string;
  readonly isRight: boolean;
}

/** Cells that are found out together. */
export interface Case {
  readonly name: string;
  run(): Promise<Cell[]>;
}

export interface World {
  readonly schema: GraphQLSchema;
  readonly market: TestNode;
  readonly workshop: TestNode;
  /** Everything of shop-1 and buyer-1, and everything of shop-2 and buyer-2. */
  readonly ours: readonly Owned[];
  readonly theirs: readonly Owned[];
  close(): Promise<void>;
}

/** On the embedded database: who may do what is decided before any database is asked. */
export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-rights-'));
  const environment = { EVIDENCE_URL: join(folder, 'files') };
  const start = (name: string) =>
    startNode(`sqlite:${join(folder, `${name}.sqlite`)}`, { environment });
  const market = await start('market');
  await fillRightsMarket(market);
  const workshop = await start('workshop');
  await workshop.stopClockAt(BEGIN);
  for (const shop of ['shop-1', 'shop-2']) await openShop(workshop, shop);
  await seatEverybody(workshop);
  return {
    schema: buildSchema(() => Promise.resolve()),
    market,
    workshop,
    ours: await idsOf(market, 'shop-1'),
    theirs: await idsOf(market, 'shop-2'),
    async close() {
      await market.stop();
      await workshop.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const cell = (
  what: string,
  viewer: string,
  law: string,
  found: string,
  door: Cell['door'] = 'HTTP',
  isRight = law === found,
): Cell => ({ what, viewer, door, law, found, isRight });
