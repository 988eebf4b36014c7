/** What the default database does, on a file: figures to know, beside nobody. */
import { SECRET } from '../../support/node';
import { signToken } from '../../../src/story';
import { load, type Asked } from '../http.load';
import { buyerOf, pendingId } from '../market/market.names';
import { startParley } from '../rivals/parley';
import type { Stage } from '../stage';
import { PARLEY, type Opened, type Sample, type Work } from '../work';
import { ACCEPT } from './accept.mutation';
import { askedBySellers, marketSize } from './page.work';

const CONNECTIONS = 16;

async function asksToAccept(all: number, from: number, amount: number): Promise<Asked[]> {
  const orders = Array.from({ length: amount }, (_, index) => from + index);
  return Promise.all(
    orders.map(async (order) => ({
      token: await signToken(SECRET, { role: 'BUYER', sub: buyerOf(order, all) }),
      query: ACCEPT,
      variables: { input: { proposalId: pendingId(order) } },
    })),
  );
}

async function open(stage: Stage): Promise<Opened> {
  const orders = marketSize(stage);
  const node = await startParley(await stage.sqliteMarket(orders));
  const amount = stage.size(1_000, 100);
  const pages = await askedBySellers(orders);
  let accepted = 0;
  const turn = async (): Promise<Sample> => {
    const shared = { url: node.url, pid: node.pid, connections: CONNECTIONS, amount };
    const page = await load({ ...shared, asked: pages, expected: '"orders"' });
    const cards = await asksToAccept(orders, accepted, amount);
    accepted += amount;
    const asked = (number: number): Asked => cards[number] as Asked;
    const accept = await load({ ...shared, asked, expected: '"ACCEPTED"' });
    return {
      'pages /s': page['/s'] ?? NaN,
      'page p95 ms': page['p95 ms'] ?? NaN,
      'acceptances /s': accept['/s'] ?? NaN,
      'accept p95 ms': accept['p95 ms'] ?? NaN,
    };
  };
  return {
    rivals: [{ name: PARLEY, warmUp: 'full', turn }],
    check: () => Promise.resolve(),
    close: () => node.stop(),
  };
}

export const embedded: Work = {
  name: 'embedded',
  about:
    'the order page and accepting on the embedded default, SQLite with 10,000 orders: figures without a goal',
  goals: [],
  turns: { full: 5, quick: 1 },
  open,
};
