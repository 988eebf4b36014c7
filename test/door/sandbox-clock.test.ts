import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { eitherDatabase } from '../services/databases';

const ADVANCE = `mutation($by: String!, $key: String) { sandboxClockAdvance(input: {by: $by, idempotencyKey: $key}) {
  serverTime userErrors { code field message }
} }`;

eitherDatabase('sandboxClockAdvance', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
    await openShop(node);
  });
  afterAll(() => node.stop());

  const advance = async (person: Person | null, by: string, key?: string) =>
    node.ask(person, ADVANCE, { by, key });
  const now = async (): Promise<number> =>
    Date.parse((await node.ask(null, '{ serverTime }')).data.serverTime);

  it.each([
    ['PT1S', 1],
    ['PT24H', 86_400],
    ['P1D', 86_400],
    ['P2W', 14 * 86_400],
    ['PT0S', 0],
    ['P1DT1H1M1S', 90_061],
  ])('moves the clock by %s', async (by, seconds) => {
    await node.stopClockAt('2023-01-30T10:00:00+08:00');
    const { data } = await advance(staff, by);
    expect(data.sandboxClockAdvance.userErrors).toEqual([]);
    const then = Date.parse('2023-01-30T10:00:00+08:00') + seconds * 1_000;
    expect(Date.parse(data.sandboxClockAdvance.serverTime)).toBe(then);
    expect(await now()).toBe(then);
  });

  it.each([
    '',
    ' ',
    '1',
    '24H',
    'PT',
    'P',
    '-PT1H',
    'P1M',
    'P1Y',
    'P1Y2M',
    'PT1H ',
    'pt',
    'PTS',
    'P1.5D',
    'PT1e3S',
    `PT${'9'.repeat(400)}S`,
    'P99999999D',
  ])('refuses "%s"', async (by) => {
    await node.stopClockAt('2023-01-30T10:00:00+08:00');
    const { data } = await advance(system, by);
    expect(data.sandboxClockAdvance).toMatchObject({
      serverTime: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'by'] }],
    });
    expect(await now()).toBe(Date.parse('2023-01-30T10:00:00+08:00'));
  });

  it.each<[string, Person]>([
    ['a buyer', buyer()],
    ['a seller', seller()],
  ])('is refused to %s', async (_name, person) => {
    const { data } = await advance(person, 'PT1H');
    expect(data.sandboxClockAdvance.userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('needs a viewer', async () => {
    const answer = await advance(null, 'PT1H');
    expect([answer.status, answer.errors?.[0]?.extensions?.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('TM-3 lets the clock stand where it arrives, and go on from there', async () => {
    const hold = async (by: string, held: boolean) => {
      const query = `mutation { sandboxClockAdvance(input: {by: "${by}", hold: ${String(held)}}) { serverTime } }`;
      return Date.parse((await node.ask(staff, query)).data.sandboxClockAdvance.serverTime);
    };
    const released = await hold('PT0S', false);
    while ((await now()) <= released);
    const held = await hold('PT1H', true);
    expect(held).toBeGreaterThan(released + 3_600_000);
    // A clock that ran on would have moved by the time another clock has.
    const meanwhile = performance.now();
    while (performance.now() < meanwhile + 5) expect(await now()).toBe(held);
    expect(Date.parse((await advance(staff, 'PT1S')).data.sandboxClockAdvance.serverTime)).toBe(
      held + 1_000,
    );
    expect(await now()).toBe(held + 1_000);
    expect(await hold('PT1S', false)).toBeGreaterThanOrEqual(held + 2_000);
    while ((await now()) <= held + 2_000);
  });

  it('moves once for one idempotencyKey', async () => {
    await node.stopClockAt('2023-01-30T10:00:00+08:00');
    await advance(staff, 'PT1H', 'once');
    const { data } = await advance(staff, 'PT1H', 'once');
    expect(Date.parse(data.sandboxClockAdvance.serverTime)).toBe(
      Date.parse('2023-01-30T11:00:00+08:00'),
    );
  });

  it('TM-5 records everything then due before it answers', async () => {
    await node.stopClockAt('2023-01-30T10:00:00+08:00');
    for (let index = 0; index < 30; index += 1) await placeOrder(node);
    const recorded = async () => {
      const sql = "SELECT COUNT(*) AS total FROM orders WHERE sla = 'BREACHED'";
      const [row] = await node.app.db.rows<{ total: number | string }>(sql);
      return Number(row?.total);
    };
    await advance(staff, 'PT48H');
    expect(await recorded()).toBe(0);
    await advance(staff, 'PT1S');
    expect(await recorded()).toBe(30);
  });

  it('never reaches a time that cannot be written: the year 2999 is the last', async () => {
    await node.stopClockAt('2999-12-31T22:59:59Z');
    expect((await advance(staff, 'PT1H')).data.sandboxClockAdvance).toEqual({
      serverTime: '2999-12-31T23:59:59Z',
      userErrors: [],
    });
    for (const by of ['PT1S', 'P73000D']) {
      const { data } = await advance(staff, by);
      expect(data.sandboxClockAdvance.userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    }
    expect(await now()).toBe(Date.parse('2999-12-31T23:59:59Z'));
  });
});
