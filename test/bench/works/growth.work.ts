/**
 * What a hundred times the orders cost who asks for none of them: the page and an acceptance, in a small and a large market. In many
 * short turns: two nodes that do the very same differ by a fifth for seconds at a time.
 */
import { SECRET } from '../../support/node';
import { signToken } from '../../../src/story';
import { cpuMs } from '../cpu';
import { load, type Asked } from '../http.load';
import { buyerOf, ORDERS_PER_SHOP, pendingId } from '../market/market.names';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';
import { ACCEPT } from './accept.mutation';
import { closeMarkets, openMarkets, orderAt, shopsWorkedIn, type Market } from './growth.markets';
import { askedBySellers } from './page.work';

const CONNECTIONS = 16;
const SMALL = 'itself, small';

async function acceptances(market: Market, amount: number): Promise<Asked[]> {
  const indexes = Array.from({ length: amount }, (_, index) => market.accepted + index);
  market.accepted += amount;
  return Promise.all(
    indexes.map(async (index) => {
      const order = orderAt(index, market);
      const buyer = buyerOf(order, market.orders);
      return {
        token: await signToken(SECRET, { role: 'BUYER', sub: buyer }),
        query: ACCEPT,
        variables: { input: { proposalId: pendingId(order) } },
      };
    }),
  );
}

interface Amounts {
  readonly pages: number;
  readonly cards: number;
}

type AskPage = (number: number) => Asked;

async function turn(market: Market, askPage: AskPage, { pages, cards }: Amounts): Promise<Sample> {
  const { url, pid } = market.node;
  const shared = { url, pid, connections: CONNECTIONS };
  const cpuBefore = cpuMs(market.databasePid);
  const page = await load({ ...shared, amount: pages, asked: askPage, expected: '"orders"' });
  const pageCpu = (cpuMs(market.databasePid) - cpuBefore) / pages;
  const asked = await acceptances(market, cards);
  const accepted = await load({
    ...{ ...shared, amount: cards, expected: '"ACCEPTED"' },
    asked: (number) => asked[number] as Asked,
  });
  return {
    'page p95 ms': page['p95 ms'] ?? NaN,
    'accept p95 ms': accepted['p95 ms'] ?? NaN,
    'pages /s': page['/s'] ?? NaN,
    'page cpu ms': page['cpu ms'] ?? NaN,
    'page database cpu ms': pageCpu,
    'acceptances /s': accepted['/s'] ?? NaN,
    'accept cpu ms': accepted['cpu ms'] ?? NaN,
  };
}

async function open(stage: Stage): Promise<Opened> {
  const markets = await openMarkets(stage);
  const askPage = await askedBySellers(shopsWorkedIn(stage) * ORDERS_PER_SHOP);
  // All turns together accept fewer cards than the shops worked in have.
  const amounts = { pages: stage.size(600, 120), cards: stage.size(400, 120) };
  return {
    rivals: [
      { name: PARLEY, turn: () => turn(markets.large, askPage, amounts) },
      { name: SMALL, turn: () => turn(markets.small, askPage, amounts) },
    ],
    check: () => Promise.resolve(),
    close: () => closeMarkets(markets),
  };
}

const goal = (figure: string) => ({ figure, isBetter: 'less', beside: SMALL, reach: 1.2 }) as const;

export const growth: Work = {
  name: 'growth',
  about:
    'page and acceptance in a market of 1,000,000 orders beside one of 10,000, 16 connections, MariaDB',
  goals: [goal('page p95 ms'), goal('accept p95 ms')],
  turns: { full: 20, quick: 1 },
  open,
};
