/** What happens to a ticket without anybody acting: the shop is urged (TK-3), and the time to reply runs out (TK-11). */
import { firstSecondAfter } from '../lib/time';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Deadline, Due } from '../inbox/app';
import { insertUrge } from './judgment.repository';
import { announceTicket, moveTicket, sayInTicket } from './move-ticket';
import type { Ticket } from './ticket.entity';
import { moveOf, TicketAction } from './ticket.moves';
import { lockTickets, updateTicket } from './ticket.repository';
import { dueUrge, isExpiryDue, urgeAfterOf } from './ticket.rules';
import { announceUrge, urgeOf } from './urge-ticket';

interface MissedUrge {
  readonly ticket: Ticket;
  readonly at: number;
}

/** TK-3: the next urge, in its very second; of several missed the latest, and none once the ticket is due. */
export const urgeDeadline: Deadline<MissedUrge> = {
  name: 'ticket.urge',
  rank: 3,
  dueSql: `SELECT order_id, urge_after AS due_at FROM tickets WHERE status = 'AWAITING_SELLER' AND urge_after <= ?`,
  load: lockTickets,
  async due(act, orderIds) {
    const tickets = await lockTickets(act, orderIds);
    return tickets.flatMap((ticket): Due<MissedUrge>[] => {
      const at = dueUrge(ticket, policyOf(act, ticket), act.now);
      return at === null ? [] : [{ dueAt: at, subject: { ticket, at } }];
    });
  },
  async record(act, missed) {
    for (const { ticket, at } of missed) await urge(act, ticket, at);
  },
};

const policyOf = ({ app }: Act, { policyVersion }: Ticket) =>
  app.clock.policies.version(policyVersion);

async function urge(act: Act, ticket: Ticket, at: number): Promise<void> {
  const urgeAfter = urgeAfterOf(ticket.dueAt, policyOf(act, ticket), act.now);
  updateTicket(act.tx, ticket, { urge_after: urgeAfter });
  ticket.urgeAfter = urgeAfter;
  insertUrge(act.tx, urgeOf(ticket, at, null, true));
  const { id: subjectId, orderId, policyVersion } = ticket;
  const { rule } = moveOf(TicketAction.URGE);
  const line = { orderId, subjectId, rule, from: null, to: 'URGED', at, policyVersion };
  act.trace({ ...line, confidential: true });
  await announceUrge(act, ticket, 'TICKET_URGED', { at });
}

/** TK-11, TK-12: nobody replied in time. After the urges of the same instant. */
export const dueDeadline: Deadline<Ticket> = {
  name: 'ticket.due',
  rank: 4,
  dueSql: `SELECT order_id, due_at FROM tickets WHERE status = 'AWAITING_SELLER' AND due_at <= ?`,
  async due(act, orderIds) {
    const tickets = await lockTickets(act, orderIds);
    return tickets
      .filter((ticket) => isExpiryDue(ticket, act.now))
      .map((ticket) => ({ dueAt: ticket.dueAt, subject: ticket }));
  },
  async record(act, tickets) {
    for (const ticket of tickets) await expire(act, ticket);
  },
};

async function expire(act: Act, ticket: Ticket): Promise<void> {
  const at = firstSecondAfter(ticket.dueAt);
  moveTicket(act, ticket, moveOf('EXPIRE'), { at, evidence_waived: 1 });
  ticket.recordedWaiver = true;
  const { dueAt, recordedStatus: status } = ticket;
  const kind = ActKind.TICKET_EXPIRED;
  const messageId = await sayInTicket(act, ticket, kind, { dueAt, status });
  announceTicket(act, ticket, kind, { messageId, toBuyer: true, at });
}
