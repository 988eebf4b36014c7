import { ProposalReason } from '../../src/shipping-proposals/shipping-proposal.entity';
import { eitherDatabase } from '../services/databases';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { callAs } from '../support/call';
import { orderRow } from '../support/market';
import { SECRET } from '../support/node';
import { buyer, seller, system, type Person } from '../support/people';
import { rfc3339 } from '../../src/lib/time';
import { evaluateIn } from './other-zones';
import { LOCAL_MIDNIGHT, WORKED_VALUES } from './worked-values';

const MACHINE_ZONES = {
  'America/New_York': '2023-01-01T05:00:00Z',
  'Asia/Shanghai': '2022-12-31T16:00:00Z',
};

const MODULES = {
  time: 'lib/time',
  first: 'lib/policy',
  orders: 'orders/order.rules',
  proposals: 'shipping-proposals/shipping-proposal.rules',
};

describe.each(Object.entries(MACHINE_ZONES))('TM-2 worked values under TZ=%s', (zone, midnight) => {
  const [localMidnight, ...values] = evaluateIn(zone, MODULES, [
    LOCAL_MIDNIGHT,
    ...WORKED_VALUES.map(({ expression }) => expression),
  ]);

  test('the machine stands in that zone', () => expect(localMidnight).toBe(midnight));

  test.each(WORKED_VALUES.map((value, index) => ({ ...value, index })))(
    'TM-2 TM-4 $name',
    ({ index, expected }) => expect(values[index]).toBe(expected),
  );
});

const SEND = `mutation ($input: ShippingProposalSendInput!) { shippingProposalSend(input: $input) {
  proposal { id sentAt answerBy shipBy order { originalShipBy } } userErrors { code message } } }`;

eitherDatabase('TM-2 worked values, played on a whole server', (database) => {
  describe.each(Object.keys(MACHINE_ZONES))('under TZ=%s', (TZ) => {
    let server: ServerProcess;
    const ask = (person: Person, query: string, variables = {}) =>
      callAs(server.url, person, query, variables);

    beforeAll(async () => {
      server = await startServerProcess({
        TZ,
        SANDBOX: 'true',
        AUTH_SECRET: SECRET,
        SANDBOX_START: '2023-01-30T12:00:00+08:00',
        DATABASE_URL: await database.createUrl(),
      });
      const shop = `mutation { shopRegister(input: {shopId: "shop-1", name: "x", kind: TAOBAO}) { shop { id } } }`;
      expect((await ask(system, shop)).errors).toBeUndefined();
    });
    afterAll(() => server.stop());

    /** Through the API, with its instants as text. */
    async function place(): Promise<string> {
      const { paidAt, ...row } = orderRow({ promisedHours: 48 });
      const orders = [{ ...row, paidAt: rfc3339(paidAt) }];
      const query = `mutation ($orders: [OrderImportRow!]!) { orderImport(input: {orders: $orders}) { results { order { id } } } }`;
      return (await ask(system, query, { orders })).data.orderImport.results[0].order.id;
    }

    async function send(orderId: string, shipDate: string) {
      const input = { orderId, shipDate, reason: ProposalReason.OTHER };
      return (await ask(seller(), SEND, { input })).data.shippingProposalSend;
    }

    test('SP-6 SP-7 SP-8 the ship-by, the answer-by and the agreed day', async () => {
      const orderId = await place();
      const refused = await send(orderId, '2023-01-31');
      expect(refused.userErrors).toMatchObject([{ code: 'SHIP_DATE_NOT_LATER' }]);
      const { proposal } = await send(orderId, '2023-02-05');
      expect(proposal.order.originalShipBy).toBe('2023-02-01T02:00:00Z');
      expect(proposal.shipBy).toBe('2023-02-05T15:59:59Z');
      const sentAt = Math.floor(Date.parse(proposal.sentAt) / 1_000) * 1_000;
      expect(Date.parse(proposal.answerBy)).toBe(sentAt + 86_400_000);
      const accept = `mutation { shippingProposalAccept(input: {proposalId: "${proposal.id}"}) { proposal { order { shipBy shipBySource } } } }`;
      const { data } = await ask(buyer(), accept);
      const { order } = data.shippingProposalAccept.proposal;
      expect(order).toEqual({ shipBy: '2023-02-05T15:59:59Z', shipBySource: 'AGREED' });
    });

    test('TM-2 the reader is told times of the platform zone, not of the machine', async () => {
      const { proposal } = await send(await place(), '2023-02-01');
      const query = `query ($id: ID!) { shippingProposal(id: $id) { atDeadline } }`;
      const { data } = await ask(buyer(), query, { id: proposal.id });
      expect(data.shippingProposal.atDeadline).toContain('the ship-by stays 2023-02-01 10:00:00');
    });

    test('SP-6 half an hour before the ship-by, the ship-by comes first', async () => {
      const orderId = await place();
      const advance = `mutation { sandboxClockAdvance(input: {by: "PT45H30M"}) { serverTime } }`;
      const { data } = await ask(system, advance);
      expect(data.sandboxClockAdvance.serverTime).toMatch(/^2023-02-01T01:3\d/);
      const { proposal } = await send(orderId, '2023-02-01');
      expect(proposal.answerBy).toBe('2023-02-01T02:00:00Z');
    });
  });
});
