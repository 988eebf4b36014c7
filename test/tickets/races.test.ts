import { importOrders } from '../../src/orders/import-orders';
import { confirmReply } from '../../src/tickets/confirm-reply';
import { endTicket } from '../../src/tickets/end-ticket';
import { TicketAction } from '../../src/tickets/ticket.moves';
import { eachDatabase } from '../services/databases';
import { random, scale, seed } from '../services/scale';
import { someTurns } from '../model/races';
import { act, codesOf, done, openShop, orderRow } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, system } from '../support/people';
import { around, shanghai } from '../support/shared-node';
import { opened, OTHERWISE, reply } from '../support/tickets';

const OPENED = shanghai('2023-01-30 15:20:00');
const DUE = around(OPENED + 86_400_000);
const URGE = DUE.at - 12 * 3_600_000;
const RACES = scale(1_000);
/** Races at once, all in one shop and one buyer's inbox, so that these are fought for, too. */
const TOGETHER = 25;
const LIMIT_MS = 10 * 60_000;

interface Racing {
  readonly ids: readonly string[];
  readonly shop: string;
  readonly buyer: string;
}

/** A ticket when its race is over. */
interface Finish {
  /** What each contender was answered: codes, or nothing for a success. */
  readonly answers: readonly string[];
  readonly status: string;
  readonly waived: boolean;
  readonly replies: number;
  readonly urges: number;
  /** The kinds of the shop's entries about it, after its opening. */
  readonly told: readonly string[];
  readonly toldBuyer: readonly string[];
}

type Contender = (node: TestNode, ticketId: string, racing: Racing) => Promise<unknown>;

const replying: Contender = (node, id, { shop }) => reply(node, id, OTHERWISE, seller(shop));
const withdrawing: Contender = (node, ticketId, racing) =>
  act(node, buyer(racing.buyer), endTicket(TicketAction.WITHDRAW), { ticketId });
const confirming: Contender = (node, ticketId) =>
  act(node, staff, confirmReply(TicketAction.REVIEW), { ticketId, confirmed: true });
const denying: Contender = (node, ticketId, racing) =>
  act(node, buyer(racing.buyer), confirmReply(TicketAction.CONFIRM), {
    ticketId,
    confirmed: false,
  });

interface Row {
  readonly id: string;
  readonly status: string;
  readonly evidence_waived: number;
  readonly replies: number;
  readonly urges: number;
}

eachDatabase('a race for a ticket', (database) => {
  const chance = random(seed(), `ticket races ${database.kind}`);
  let nodes: TestNode[];
  let batches = 0;

  beforeAll(async () => {
    const url = await database.createUrl();
    // A file of SQLite belongs to one node.
    nodes = [await startNode(url), ...(database.kind === 'sqlite' ? [] : [await startNode(url)])];
  });
  afterAll(async () => {
    for (const node of nodes) await node.stop();
  });

  async function prepare(count: number): Promise<Racing> {
    const [node] = nodes as [TestNode];
    const shop = `shop-${String((batches += 1))}`;
    const buyerId = `buyer-${shop}`;
    await node.stopClockAt(OPENED);
    await openShop(node, shop);
    const orders = Array.from({ length: count }, () => orderRow({ shopId: shop, buyerId }));
    const results = await done(act(node, system, importOrders, { orders }));
    const orderIds = results.map((row) => ('id' in row ? row.id : ''));
    return { shop, buyer: buyerId, ids: await Promise.all(orderIds.map((id) => opened(node, id))) };
  }

  async function finishOf({ ids, shop, buyer: buyerId }: Racing, answers: string[][]) {
    const [{ app }] = nodes as [TestNode];
    const sql = `SELECT id, status, evidence_waived,
      (SELECT COUNT(*) FROM ticket_replies WHERE ticket_id = tickets.id) AS replies,
      (SELECT COUNT(*) FROM ticket_urges WHERE ticket_id = tickets.id) AS urges FROM tickets WHERE id IN (?)`;
    const rows = await app.db.rows<Row>(sql, [ids]);
    const entries = await app.db.rows<{ inbox_id: string; kind: string; ticket_id: string }>(
      'SELECT inbox_id, kind, ticket_id FROM inbox_entries WHERE ticket_id IN (?) ORDER BY number',
      [ids],
    );
    return ids.map((id, index): Finish => {
      const row = rows.find((found) => found.id === id)!;
      const toldTo = (inbox: string) =>
        entries.filter((entry) => entry.ticket_id === id && entry.inbox_id === inbox);
      return {
        answers: answers[index] ?? [],
        status: row.status,
        waived: Boolean(row.evidence_waived),
        replies: row.replies,
        urges: row.urges,
        told: toldTo(`shop:${shop}`).slice(1).map(({ kind }) => kind), // prettier-ignore
        toldBuyer: toldTo(`buyer:${buyerId}`).slice(1).map(({ kind }) => kind), // prettier-ignore
      };
    });
  }

  /** Everybody starts nearly at once, on any node; `before` puts the tickets where the race begins. */
  async function race(
    contenders: readonly Contender[],
    {
      at = OPENED,
      before = () => Promise.resolve(),
      beside = () => [],
    }: {
      at?: number;
      before?: (racing: Racing) => Promise<unknown>;
      beside?: () => readonly Promise<unknown>[];
    } = {},
  ): Promise<Finish[]> {
    const finishes: Finish[] = [];
    while (finishes.length < RACES) {
      const racing = await prepare(Math.min(TOGETHER, RACES - finishes.length));
      await before(racing);
      await nodes[0]!.stopClockAt(at);
      const start = async (contender: Contender, id: string) => {
        const node = chance.pick(nodes);
        await someTurns(chance);
        return codesOf(await contender(node, id, racing)).join();
      };
      const running = racing.ids.map((id) =>
        Promise.all(contenders.map((contender) => start(contender, id))),
      );
      const [answers] = await Promise.all([Promise.all(running), ...beside()]);
      await nodes[0]!.recordDue();
      finishes.push(...(await finishOf(racing, answers)));
    }
    return finishes;
  }

  const sweeps = () => [chance.pick(nodes).recordDue(), chance.pick(nodes).recordDue()];
  const REPLIED = {
    answers: [''],
    status: 'AWAITING_PLATFORM',
    waived: false,
    replies: 1,
    told: ['TICKET_REPLIED'],
    toldBuyer: ['TICKET_REPLIED'],
  };
  const EXPIRED = {
    answers: ['TICKET_DUE_PASSED'],
    status: 'INTERVENTION',
    waived: true,
    replies: 0,
    told: ['TICKET_EXPIRED'],
    toldBuyer: ['TICKET_EXPIRED'],
  };
  /** Urges beside, which are told to the shop alone. */
  const withoutUrges = (finish: Finish): Finish => ({
    ...finish,
    told: finish.told.filter((kind) => kind !== 'TICKET_URGED'),
  });

  test(
    'TK-6 TK-11 replying in the last second wins against the sweep',
    async () => {
      for (const finish of await race([replying], { at: DUE.at, beside: sweeps }))
        expect(withoutUrges(finish)).toMatchObject(REPLIED);
    },
    LIMIT_MS,
  );

  test(
    'TK-6 TK-11 replying in the second after loses, whether or not a sweep came first',
    async () => {
      for (const finish of await race([replying], { at: DUE.after, beside: sweeps }))
        expect(finish).toMatchObject({ ...EXPIRED, urges: 0 });
    },
    LIMIT_MS,
  );

  test(
    'TK-6 TK-11 replying while the deadline passes: replied or waived, never both, told once',
    async () => {
      const passing = () => [
        ...sweeps(),
        someTurns(chance)
          .then(() => chance.pick(nodes).stopClockAt(DUE.after))
          .then(() => Promise.all(sweeps())),
      ];
      for (const finish of await race([replying], { at: DUE.at, beside: passing })) {
        const fits = finish.replies === 1 ? REPLIED : EXPIRED;
        expect(withoutUrges(finish)).toMatchObject(fits);
      }
    },
    LIMIT_MS,
  );

  test(
    'TK-3 sweeping an urge on every node at once urges once',
    async () => {
      for (const finish of await race([], { at: URGE, beside: () => [...sweeps(), ...sweeps()] }))
        expect(finish).toMatchObject({ urges: 1, told: ['TICKET_URGED'], toldBuyer: [] });
    },
    LIMIT_MS,
  );

  test(
    'TK-6 replying twice: one reply, and the other is told so',
    async () => {
      for (const finish of await race([replying, replying])) {
        expect([...finish.answers].sort()).toEqual(['', 'TICKET_ALREADY_REPLIED']);
        expect({ ...finish, answers: [''] }).toMatchObject(REPLIED);
      }
    },
    LIMIT_MS,
  );

  test(
    'TK-16 replying and withdrawing: closed in the end, and never replied to afterwards',
    async () => {
      const finishes = await race([replying, withdrawing]);
      for (const { answers, status, told } of finishes) {
        const isFirst = answers[0] === '';
        expect(answers).toEqual([isFirst ? '' : 'TICKET_NOT_IN_STATE', '']);
        expect(status).toBe('CLOSED');
        expect(told).toEqual([...(isFirst ? ['TICKET_REPLIED'] : []), 'TICKET_WITHDRAWN']);
      }
      expect(new Set(finishes.map(({ replies }) => replies))).toEqual(new Set([0, 1]));
    },
    LIMIT_MS,
  );

  test(
    'TK-13 staff confirm and the consumer denies: one of them decides',
    async () => {
      const before = ({ ids, shop }: Racing) =>
        Promise.all(ids.map((id) => done(reply(nodes[0]!, id, OTHERWISE, seller(shop)))));
      const finishes = await race([confirming, denying], { before });
      for (const { answers, status, told } of finishes) {
        expect([...answers].sort()).toEqual(['', 'TICKET_NOT_IN_STATE']);
        const isConfirmed = answers[0] === '';
        expect(status).toBe(isConfirmed ? 'CLOSED' : 'INTERVENTION');
        const kind = isConfirmed ? 'TICKET_CONFIRMED' : 'TICKET_DENIED';
        expect(told).toEqual(['TICKET_REPLIED', kind]);
      }
      expect(new Set(finishes.map(({ status }) => status)).size).toBe(2);
    },
    LIMIT_MS,
  );
});
