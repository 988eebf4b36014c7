/** What a buyer is left out of (AC-5): whatever shop and platform do between them leaves no line and no entry for the buyer. */
import type { GraphQLEnumType } from 'graphql';
import { closeOrder } from '../../src/orders/close-order';
import { addEvidence } from '../../src/tickets/add-evidence';
import { act, done } from '../support/market';
import { seller, system } from '../support/people';
import { cancel, decide, submit } from '../support/reports';
import { appeal, decide as decideAppeal, disagree, judge, opened, piece } from '../support/tickets';
import { BEGIN, HOUR, sideOf, type Side } from './market-sides';
import { helpMarket } from './rights-market.tickets';
import { ask } from './viewers';
import { cell, type Cell, type World } from './world';

/** Reports that end in every way, on orders of their own. */
async function reports({ workshop: node }: World, side: Side): Promise<string[]> {
  const submitted = async (orderId: string): Promise<string> => {
    const evidenceIds = [await piece(node, orderId)];
    return done(submit(node, orderId, { evidenceIds }, side.seller));
  };
  const [one, two] = [await side.place(), await side.place()];
  await done(cancel(node, await submitted(one), side.seller));
  await done(decide(node, await submitted(one), false));
  await submitted(two);
  await done(act(node, system, closeOrder, { orderId: two, reason: 'Refunded' }));
  return [one, two];
}

/** Tickets with all there is between shop and platform, a rejected appeal and an urge that falls due among it. */
async function help({ workshop: node }: World, side: Side): Promise<void> {
  await helpMarket(node, side);
  const orderId = await side.place();
  const ticketId = await opened(node, orderId);
  const evidenceIds = [await piece(node, orderId)];
  const owner = seller('shop-1', ['owner'], 'seat-owner');
  await done(act(node, owner, addEvidence, { ticketId, evidenceIds }));
  await disagree(node, ticketId, owner);
  await done(judge(node, ticketId));
  await done(appeal(node, ticketId, owner));
  await done(decideAppeal(node, ticketId, {}));
  await opened(node, await side.place());
  await node.stopClockAt(BEGIN + 13 * HOUR);
  await node.recordDue();
  await node.stopClockAt(BEGIN);
}

const TOLD = `query ($after: String) {
  inbox(first: 100, after: $after) { nodes { kind } }
  orders(first: 100, sort: PAID_AT_DESC) { nodes { id history { subjectId rule to } tickets { history { subjectId rule to } } } } }`;

/** Kinds of entries that are between shop and platform. */
const BETWEEN =
  /^(REPORT_|VIOLATION_|TICKET_(URGED|ASSIGNED|CONTACT_RECORDED|EVIDENCE_ADDED|EVIDENCE_REQUESTED|APPEALED|APPEAL_REJECTED))/;

export async function lines(world: World): Promise<Cell[]> {
  const { workshop, schema } = world;
  const values = (name: string) => (schema.getType(name) as GraphQLEnumType).getValues();
  const open = [...values('TicketStatus'), ...values('TicketOutcome')].map(({ name }) => name);
  const head = await ask(workshop, 'buyer', '{ inboxHead }');
  // Paid last, so that they are on the first page.
  const placed: string[] = [];
  const place = async (row = {}): Promise<string> => {
    placed.push(await sideOf(workshop, 1).place({ paidAt: BEGIN, ...row }));
    return placed.at(-1)!;
  };
  const side: Side = { ...sideOf(workshop, 1), place };
  await reports(world, side);
  await help(world, side);
  const { data } = await ask(workshop, 'buyer', TOLD, { after: head.data.inboxHead });
  const own: any[] = data.orders.nodes.filter(({ id }: any) => placed.includes(id));
  const told: any[] = own.flatMap(({ history, tickets }: any) => [
    ...history,
    ...tickets.flatMap((ticket: any) => ticket.history),
  ]);
  const inside = told.find(
    ({ subjectId, to }: any) =>
      /^(rpt|vio)_/.test(subjectId) || (subjectId.startsWith('tkt_') && !open.includes(to)),
  );
  const kinds: string[] = data.inbox.nodes.map(({ kind }: any) => kind);
  const law = 'only what is open';
  return [
    cell('history', 'buyer', law, inside === undefined ? law : `${inside.rule} ${inside.to}`),
    cell('the kinds of entries', 'buyer', law, kinds.find((kind) => BETWEEN.test(kind)) ?? law),
  ];
}
