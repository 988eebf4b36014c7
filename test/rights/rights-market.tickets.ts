/** Tickets in every state, with everything that can hang from one. */
import { addEvidence } from '../../src/tickets/add-evidence';
import { assignTicket } from '../../src/tickets/assign-ticket';
import { endTicket } from '../../src/tickets/end-ticket';
import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { ReplyOption } from '../../src/tickets/reply.entity';
import { requestEvidence } from '../../src/tickets/request-evidence';
import { TicketAction } from '../../src/tickets/ticket.moves';
import { urgeTicket } from '../../src/tickets/urge-ticket';
import { act, done } from '../support/market';
import type { TestNode } from '../support/node';
import { seller, staff } from '../support/people';
import {
  appeal,
  contact,
  decide,
  disagree,
  judge,
  opened,
  OTHERWISE,
  piece,
  reply,
} from '../support/tickets';
import { record } from '../support/violations';
import { BEGIN, type Side } from './market-sides';

const DAY = 86_400_000;

/** Contacts of every kind, an addition, and a reply with a proof that is none. */
async function handled(node: TestNode, side: Side, orderId: string): Promise<[string, string]> {
  const { shopId } = side;
  const handler = seller(shopId, ['tickets'], side.seatId);
  const evidence = () => piece(node, orderId, { shopKey: shopId });
  const ticketId = await opened(node, orderId);
  await done(act(node, staff, urgeTicket, { ticketId, note: 'Please.' }));
  await done(act(node, side.seller, assignTicket, { ticketId, seatId: side.seatId }));
  const called = { note: 'Nobody there.', evidenceIds: [await evidence()] };
  await done(contact(node, ticketId, called, handler));
  await done(contact(node, ticketId, { contactedAt: BEGIN - DAY }, handler));
  await done(act(node, handler, addEvidence, { ticketId, evidenceIds: [await evidence()] }));
  const forged = await evidence();
  const said = { remark: 'They want too much.', evidenceIds: [forged] };
  const option = ReplyOption.UNRESOLVED_NOT_AGREED;
  await done(reply(node, ticketId, { option, ...said }, handler));
  return [ticketId, forged];
}

/** Judged, appealed against, and the appeal upheld with the violation taken back. */
async function judged(node: TestNode, side: Side): Promise<void> {
  const orderId = await side.place();
  const [ticketId, forged] = await handled(node, side, orderId);
  await done(judge(node, ticketId, { evidenceIds: [forged] }));
  const violationId = await done(record(node, forged, { ticketId }));
  await done(appeal(node, ticketId, side.seller));
  const verdict = TicketVerdict.NO_FAULT;
  const upheld = { upheld: true, verdict, note: 'True.', revokeViolationIds: [violationId] };
  await done(decide(node, ticketId, upheld));
}

export async function helpMarket(node: TestNode, side: Side): Promise<void> {
  await judged(node, side);
  const replied = await opened(node, await side.place());
  await done(reply(node, replied, OTHERWISE, side.seller));
  const again = await side.place();
  const ticketId = await opened(node, again);
  await done(act(node, staff, endTicket(TicketAction.CLOSE), { ticketId, note: 'A mistake.' }));
  await opened(node, again);
  const asked = await opened(node, await side.place());
  await disagree(node, asked, side.seller);
  const request = { ticketId: asked, until: BEGIN + DAY, note: 'The receipt?' };
  await done(act(node, staff, requestEvidence, request));
  const liable = await opened(node, await side.place());
  await disagree(node, liable, side.seller);
  await done(judge(node, liable));
  const free = await opened(node, await side.place({ worryFree: true }));
  await disagree(node, free, side.seller);
}
