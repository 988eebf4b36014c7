import { callerFor, signToken } from '../../src/story';
import { startServerProcess } from '../services/server-process';
import { runCommand } from '../story/run-command';
import { csvOf, withFile, type CsvOrder } from './order-csv';
import { tableIn } from './table';

const replay = (orders: readonly CsvOrder[], ...options: string[]) =>
  withFile(csvOf(orders), (path) => runCommand('replay', path, ...options));

describe('npm run replay', () => {
  it('OR-4 OR-5 OR-6 OR-10 says what became of all kinds of orders', async () => {
    const ended = await replay([
      { order: 'before', pickedUp: '12 09:59:59' },
      { order: 'at', pickedUp: '12 10:00:00', delivered: '12 10:00:00' },
      { order: 'after', pickedUp: '12 10:00:01', delivered: '14 08:00:00' },
      { order: 'never', delivered: '11 10:00:00' },
      { order: 'before payment', pickedUp: '10 09:00:00', delivered: '10 09:30:00' },
      { order: 'too late before payment', paid: '13 10:00:00', pickedUp: '12 11:00:00' },
      { order: 'paid after the ship-by', paid: '13 10:00:00' },
      { order: 'before', seller: 'S2', paid: '01 10:00:00', items: 3 },
    ]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(tableIn(ended)).toEqual({
      'orders imported': 8,
      'rows refused': 0,
      'picked up in time': 3,
      'picked up late': 2,
      'never picked up': 3,
      'ship-by MET': 3,
      'ship-by BREACHED': 5,
      // Those whose ship-by had not passed before they were imported; 6.49 each.
      compensations: 3,
      'their sum in yuan': 19.47,
    });
  });

  it('OR-9 takes a repeated row as the same order, and refuses one that differs', async () => {
    const ended = await replay([
      { order: 'A', pickedUp: '11 10:00:00' },
      { order: 'A', pickedUp: '11 10:00:00' },
      { order: 'A', buyer: 'another', pickedUp: '11 09:00:00' },
      { order: 'B', items: 0 },
    ]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(
      /^line 4: order refused: .*\(ORDER_DIFFERS\)\nline 5: items is "0", expected/,
    );
    expect(tableIn(ended)).toMatchObject({
      'orders imported': 1,
      'rows refused': 2,
      'picked up in time': 1,
    });
  });

  it('plays more orders in one second than fit into one import', async () => {
    const orders = Array.from({ length: 1101 }, (_, index) => ({
      seller: `S${index % 3}`,
      pickedUp: '12 10:00:00',
      delivered: '12 10:00:00',
    }));
    const ended = await replay(orders);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(tableIn(ended)).toMatchObject({ 'orders imported': 1101, 'ship-by MET': 1101 });
  });

  it('has nothing to play in a file without orders', async () => {
    const ended = await replay([]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(tableIn(ended)).toMatchObject({ 'orders imported': 0, 'rows refused': 0 });
  });

  it('says what it cannot read, and how it is called', async () => {
    expect(await runCommand('replay', 'missing.csv')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no such file'),
    });
    expect(await runCommand('replay')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('npm run replay -- FILE.csv'),
    });
  });
});

describe('npm run replay -- --url', () => {
  const secret = 'a secret of at least thirty-two bytes';

  it('OR-1 OR-5 leaves in a running server what the file tells, and refuses to turn its clock back', () =>
    withFile(csvOf([{ order: 'A', pickedUp: '11 10:00:00', items: 2 }]), async (path) => {
      const server = await startServerProcess({
        DATABASE_URL: `sqlite:${path}.db`,
        AUTH_SECRET: secret,
        SANDBOX: 'true',
        SANDBOX_START: '2023-01-01T00:00:00Z',
      });
      const options = ['--url', server.url, '--secret', secret];
      expect(await runCommand('replay', path, ...options)).toMatchObject({ code: 0, stderr: '' });
      const call = callerFor(server.url, await signToken(secret, { role: 'SYSTEM', sub: 'test' }));
      expect(await call(ORDERS)).toMatchObject({
        orders: { edges: [{ node: AS_THE_FILE_TELLS }] },
      });
      const again = await runCommand('replay', path, ...options);
      expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('SANDBOX_START') });
      await server.stop();
    }));
});

const ORDERS = `{ orders(first: 10) { edges { node {
  orderNo buyerId kind sla paidAt originalShipBy shipBySource pickedUpAt
  goodsAmount { amountMinor currency } lines { title quantity }
} } } }`;

const AS_THE_FILE_TELLS = {
  orderNo: 'A',
  buyerId: 'B1',
  kind: 'PHYSICAL',
  sla: 'MET',
  paidAt: '2023-01-10T02:00:00Z',
  originalShipBy: '2023-01-12T02:00:00Z',
  shipBySource: 'ORIGINAL',
  pickedUpAt: '2023-01-11T02:00:00Z',
  goodsAmount: { amountMinor: 6490, currency: 'CNY' },
  lines: [{ title: '2 items', quantity: 1 }],
};
