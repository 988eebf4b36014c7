import { freePort } from '../services/ports';
import { SECRET } from '../support/node';
import { load } from './http.load';
import { grownOld, inspected, openInspector } from './inspector';
import { readOptions } from './options';
import { shopsAmong } from './market/market.names';
import { startParley } from './rivals/parley';
import { startRival } from './rivals/rival.process';
import { openStage, type Stage } from './stage';
import type { Work } from './work';
import { WORKS } from './works';
import { accept, acceptances } from './works/accept.work';
import { catchUp } from './works/catch-up.work';
import { fanOut } from './works/deliveries.work';
import { askedBySellers, marketSize, page } from './works/page.work';
import { screen } from './works/screen.work';

/** Several servers start, and on a busy machine all of them at once. */
const LONG_MS = 120_000;

describe('npm run bench', () => {
  test('measures everything, in full, unless told otherwise', () => {
    const names = WORKS.map(({ name }) => name);
    expect(readOptions([])).toEqual({ isQuick: false, names, file: 'dist/bench.md' });
    expect(readOptions(['--quick', '--only', 'page,accept', '--out', 'x.md'])).toEqual({
      isQuick: true,
      names: ['page', 'accept'],
      file: 'x.md',
    });
  });

  test.each([
    [['--only', 'pgae'], 'There is no work "pgae"'],
    [['--fast'], '--fast'],
  ])('says what is wrong with %j', (args, said) => {
    expect(readOptions(args)).toContain(said);
  });
});

/** The rest starts the peers, all of which need a MariaDB. */
if (process.env['PARLEY_TEST_MYSQL'] !== undefined)
  describe('those who are measured', () => {
    let stage: Stage;
    beforeAll(() => {
      stage = openStage(true, () => undefined);
    });
    afterAll(() => stage.close());

    test.each(
      [page, accept, fanOut, screen, catchUp].map((work): [string, Work] => [work.name, work]),
    )(
      '%s: all give the same answer, and have written the same',
      async (_name, work) => {
        const opened = await work.open(stage);
        try {
          await opened.check();
        } finally {
          await opened.close();
        }
      },
      LONG_MS,
    );

    test(
      'the peer that saves entities accepts all cards of one shop at once: what it tells the shop waits for its turn',
      async () => {
        const orders = marketSize(stage);
        const opened = await accept.open(stage); // counters exist
        const peer = await startRival('stock', {
          DATABASE_URL: await stage.market(orders),
          AUTH_SECRET: SECRET,
        });
        const cards = await acceptances(orders);
        const asked = (number: number) => cards((number + 1) * shopsAmong(orders));
        try {
          const expected = '"ACCEPTED"';
          await load({ ...peer, connections: 16, amount: 90, asked, expected });
        } finally {
          await peer.stop();
          await opened.close();
        }
      },
      LONG_MS,
    );

    test(
      'what a page was made of is gone with the young objects: nothing in the node chains pages together',
      async () => {
        const port = await freePort();
        const orders = marketSize(stage);
        const server = await startParley(await stage.market(orders), inspected(port));
        const inspector = await openInspector(port);
        const asked = await askedBySellers(orders);
        const show = (amount: number) =>
          load({ ...server, connections: 1, amount, asked, expected: '"orders"' });
        try {
          await show(200); // until it is compiled
          // What is compiled meanwhile grows old once; what pages chain together does in every span.
          const spans: number[] = [];
          for (let span = 0; span < 3; span += 1)
            spans.push((await grownOld(inspector, () => show(200))) / 200);
          expect(Math.min(...spans)).toBeLessThan(80_000); // 30,000; those chained together were 160,000
        } finally {
          inspector.close();
          await server.stop();
        }
      },
      LONG_MS,
    );
  });
