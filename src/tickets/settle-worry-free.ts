/** `ticketSettleWorryFree`: staff close a worry-free order's ticket, with or without a compensation (TK-12). Nobody is judged. */
import { invalid } from '../lib/check';
import { Refused, type Refusal } from '../lib/refusal';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import type { MoneyInput } from '../orders/order.inputs';
import { announceTicket, moveTicket, sayInTicket } from './move-ticket';
import { takeTicket } from './take-ticket';
import { moveOf, TicketAction } from './ticket.moves';
import { checkNote, type Noted } from './urge-ticket';

export interface Settlement extends Noted {
  readonly compensation?: MoneyInput | null | undefined;
}

export const settleWorryFree: Command<Settlement, string> = async (act, viewer, input) => {
  const { ticketId, note, compensation } = input;
  const taken = await takeTicket(act, viewer, ticketId, TicketAction.SETTLE_WORRY_FREE);
  if (taken instanceof Refused) return taken;
  const { ticket, order } = taken;
  const problems = [...checkNote('note', note), ...amountProblems(order.currency, compensation)];
  if (problems.length > 0) return new Refused(problems);
  moveTicket(act, ticket, moveOf(TicketAction.SETTLE_WORRY_FREE));
  const payment = { orderId: order.id, ticketId, amountMinor: compensation?.amountMinor ?? 0 };
  const paid = payment.amountMinor > 0 ? await act.app.payWorryFree(act, payment) : {};
  const kind = ActKind.TICKET_SETTLED;
  const messageId = await sayInTicket(act, ticket, kind, { note: note ?? null });
  announceTicket(act, ticket, kind, { messageId, toBuyer: true, also: paid });
  return ticketId;
};

function amountProblems(currency: string, amount: MoneyInput | null | undefined): Refusal[] {
  if (amount === null || amount === undefined) return [];
  if ((amount.currency ?? currency) !== currency)
    return [invalid('compensation.currency', 'currency', { currency })];
  return amount.amountMinor > 0 ? [] : [invalid('compensation.amountMinor', 'notPositive')];
}
