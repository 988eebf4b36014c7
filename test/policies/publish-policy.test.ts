import { publishPolicy } from '../../src/policies/publish-policy';
import { eachDatabase } from '../services/databases';
import { readOrder, send } from '../support/cards';
import { act, codesOf, done, openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai, sharedNode } from '../support/shared-node';

const NOON = shanghai('2023-01-30 12:00:00');
const HOUR = 3_600_000;

const VALUES = `proposalLimit answerWithinHours minimumLeadHours shipDateWithinDays promisedHours lateRatePercent
  lateMinimum { amountMinor currency } lateMaximum { amountMinor currency } ticketWithinHours urgesBeforeHours
  unreachableContacts evidenceFiles evidenceMegabytes generalPoints severePoints appealWithinDays`;

const DEFAULTS = {
  proposalLimit: 3,
  answerWithinHours: 24,
  minimumLeadHours: 0,
  shipDateWithinDays: 30,
  promisedHours: 48,
  lateRatePercent: 10,
  lateMinimum: { amountMinor: 500, currency: 'CNY' },
  lateMaximum: { amountMinor: 10_000, currency: 'CNY' },
  ticketWithinHours: 24,
  urgesBeforeHours: [12, 4, 1],
  unreachableContacts: 2,
  evidenceFiles: 5,
  evidenceMegabytes: 5,
  generalPoints: 12,
  severePoints: 48,
  appealWithinDays: 3,
};

const PUBLISH = `mutation ($input: PolicyPublishInput!) { policyPublish(input: $input) {
  policy { version effectiveFrom ${VALUES} } userErrors { code field message } } }`;

eachDatabase('policies', (database) => {
  const open = async () => {
    const url = await database.createUrl();
    const node = await startNode(url);
    await openShop(node);
    await node.stopClockAt(NOON);
    return { node, url };
  };

  test('the first policy is the default of domain.md §9, effective from always', async () => {
    const { node } = await open();
    const { data } = await node.ask(buyer(), `{ policy { version effectiveFrom ${VALUES} } }`);
    expect(data.policy).toEqual({ version: 1, effectiveFrom: null, ...DEFAULTS });
    await node.stop();
  });

  test('a policy takes effect at its instant: SP-3 the second before, at it, and after', async () => {
    const { node } = await open();
    const from = NOON + HOUR;
    const input = { effectiveFrom: new Date(from).toISOString(), proposalLimit: 1 };
    const { data } = await node.ask(staff, PUBLISH, { input });
    expect(data.policyPublish).toEqual({
      policy: {
        ...DEFAULTS,
        version: 2,
        effectiveFrom: '2023-01-30T05:00:00Z',
        proposalLimit: 1,
      },
      userErrors: [],
    });
    const order = await placeOrder(node);
    const left: number[] = [];
    for (const instant of Object.values(around(from))) {
      await node.stopClockAt(instant);
      left.push((await readOrder(node, order)).proposalsLeft);
    }
    expect(left).toEqual([3, 1, 1]);
    await node.stop();
  });

  test('a policy published on one node judges on the others from its instant on', async () => {
    const { node, url } = await open();
    const other = await startNode(url);
    await done(act(node, staff, publishPolicy, { minimumLeadHours: 720 }));
    const order = await placeOrder(other);
    expect(codesOf(await send(other, order))).toContain('LEAD_TIME_TOO_SHORT');
    const { data } = await other.ask(seller(), '{ policy { version } policyVersions { version } }');
    expect(data).toEqual({
      policy: { version: 2 },
      policyVersions: [{ version: 1 }, { version: 2 }],
    });
    await other.stop();
    await node.stop();
  });

  test('OR-1 the promise is taken from the policy of the payment, and stays when the order comes again', async () => {
    const { node } = await open();
    await done(act(node, staff, publishPolicy, { promisedHours: 24 }));
    const promised = async (paidAt: number, orderNo: string) => {
      const id = await placeOrder(node, { paidAt, orderNo });
      return (await readOrder(node, id)).originalShipBy;
    };
    expect(await promised(NOON - 1_000, 'before')).toBe('2023-02-01T03:59:59Z');
    expect(await promised(NOON, 'at')).toBe('2023-01-31T04:00:00Z');
    await done(act(node, staff, publishPolicy, { promisedHours: 12 }));
    expect(await promised(NOON, 'at')).toBe('2023-01-31T04:00:00Z');
    await node.stop();
  });

  test('OR-1 history names the policy the promise was taken from, not that of the import', async () => {
    const { node } = await open();
    await done(act(node, staff, publishPolicy, { promisedHours: 24 }));
    const lineOf = async (paidAt: number) => {
      const id = await placeOrder(node, { paidAt });
      const query = 'query ($id: ID!) { order(id: $id) { history { rule policyVersion } } }';
      return (await node.ask(seller(), query, { id })).data.order.history;
    };
    expect(await lineOf(NOON - 1)).toEqual([{ rule: 'OR-1', policyVersion: 1 }]);
    expect(await lineOf(NOON)).toEqual([{ rule: 'OR-1', policyVersion: 2 }]);
    await node.stop();
  });

  test('history names the policy that judged: a card by the one it was sent under', async () => {
    const { node } = await open();
    const order = await placeOrder(node);
    await done(send(node, order));
    await node.stopClockAt(NOON + 1_000);
    await done(act(node, staff, publishPolicy, { answerWithinHours: 1 }));
    await node.stopClockAt(NOON + 24 * HOUR + 1_000);
    await node.recordDue();
    await done(send(node, order));
    const { data } = await node.ask(
      seller(),
      'query ($id: ID!) { order(id: $id) { history { rule to policyVersion } proposals { answerBy } } }',
      { id: order },
    );
    expect(data.order.proposals).toEqual([
      { answerBy: '2023-01-31T04:00:00Z' },
      { answerBy: '2023-01-31T05:00:01Z' },
    ]);
    expect(data.order.history.slice(1)).toEqual([
      { rule: 'SP-1', to: 'PENDING', policyVersion: 1 },
      { rule: 'SP-6', to: 'EXPIRED', policyVersion: 1 },
      { rule: 'SP-1', to: 'PENDING', policyVersion: 2 },
    ]);
    await node.stop();
  });

  test('of two policies the one that took effect last is in force, and a later one keeps its turn', async () => {
    const { node } = await open();
    const at = (hours: number) => NOON + hours * HOUR;
    await done(act(node, staff, publishPolicy, { effectiveFrom: at(10), proposalLimit: 10 }));
    await done(act(node, staff, publishPolicy, { effectiveFrom: at(5), proposalLimit: 5 }));
    await done(act(node, staff, publishPolicy, { effectiveFrom: at(10), answerWithinHours: 2 }));
    const inForce = async (instant: number) => {
      await node.stopClockAt(instant);
      const { data } = await node.ask(staff, '{ policy { version proposalLimit } }');
      return [data.policy.version, data.policy.proposalLimit];
    };
    expect(await inForce(at(5) - 1_000)).toEqual([1, 3]);
    expect(await inForce(at(5))).toEqual([3, 5]);
    expect(await inForce(at(10))).toEqual([4, 10]);
    await node.stop();
  });

  test('two publications at once are two versions', async () => {
    const { node, url } = await open();
    // SQLite's nodes in one process cannot wait for each other: its driver stops the process they share.
    const other = database.kind === 'sqlite' ? node : await startNode(url);
    const limits = [4, 5, 6, 7, 8, 9];
    const versions = await Promise.all(
      limits.map((proposalLimit, index) =>
        done(act(index % 2 === 0 ? node : other, staff, publishPolicy, { proposalLimit })),
      ),
    );
    expect([...versions].sort()).toEqual([2, 3, 4, 5, 6, 7]);
    if (other !== node) await other.stop();
    await node.stop();
  });
});

eachDatabase('what may be published', (database) => {
  const node = sharedNode(database);
  beforeAll(() => node().stopClockAt(NOON));

  test.each([
    ['a buyer', buyer()],
    ['a seller', seller()],
    ['the back end', system],
  ])('AC-1 only staff publish: not %s', async (_, person) => {
    expect(codesOf(await act(node(), person, publishPolicy, {}))).toEqual(['FORBIDDEN']);
  });

  test.each([
    ['the past', { effectiveFrom: NOON - 1_000 }, 'effectiveFrom'],
    ['a rate above 100 %', { lateRatePercent: 100.01 }, 'lateRatePercent'],
    ['a rate of three decimals', { lateRatePercent: 10.001 }, 'lateRatePercent'],
    ['a rate that is no number', { lateRatePercent: Number.NaN }, 'lateRatePercent'],
    ['a minimum above the maximum', { lateMinimumMinor: 10_001 }, 'lateMinimumMinor'],
    ['a maximum below the minimum', { lateMaximumMinor: 499 }, 'lateMinimumMinor'],
    ['no answer time', { answerWithinHours: 0 }, 'answerWithinHours'],
    ['an urge before the ticket', { urgesBeforeHours: [24] }, 'urgesBeforeHours'],
    ['an urge at the end', { urgesBeforeHours: [0] }, 'urgesBeforeHours'],
  ])('refuses %s, and nothing is published', async (_, input, field) => {
    const result = await act(node(), staff, publishPolicy, input);
    expect(result).toMatchObject({
      reasons: [{ code: 'INVALID_INPUT', field: ['input', field] }],
    });
    const { data } = await node().ask(staff, '{ policyVersions { version } }');
    expect(data.policyVersions).toEqual([{ version: 1 }]);
  });
});

eachDatabase('the edges of what may be published', (database) => {
  const node = sharedNode(database);
  beforeAll(() => node().stopClockAt(NOON));

  test.each([
    ['from this second on', { effectiveFrom: NOON }],
    ['all of the goods amount', { lateRatePercent: 100 }],
    ['two decimals that binary cannot write', { lateRatePercent: 0.07 }],
    ['a minimum equal to the maximum', { lateMinimumMinor: 700, lateMaximumMinor: 700 }],
    ['an urge an hour after opening, in any order', { urgesBeforeHours: [1, 23, 1] }],
  ])('takes %s', async (_, input) => {
    const version = await done(act(node(), staff, publishPolicy, input));
    expect(version).toBeGreaterThan(1);
  });

  test('a key of idempotency publishes once', async () => {
    const publish = () =>
      act(node(), staff, publishPolicy, { proposalLimit: 2, idempotencyKey: 'once' });
    expect(await done(publish())).toBe(await done(publish()));
  });
});
