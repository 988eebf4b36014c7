/** What staff settle a worry-free order's ticket with (TK-12). The ticket's own entry tells of it. */
import { newId } from '../lib/ids';
import { amountText } from '../lib/money';
import type { PayWorryFree } from '../inbox/app';
import { lockedOrder } from '../orders/order.repository';
import { Compensation, CompensationKind, CompensationStatus } from './compensation.entity';
import { insertCompensations, post } from './compensation.repository';
import { clearingPosting } from './posting.entity';

export const payWorryFree: PayWorryFree = async (act, { orderId, ticketId, amountMinor }) => {
  const { buyerId, shopKey, currency, shipBy } = await lockedOrder(act, orderId);
  const compensation = Object.assign(new Compensation(), {
    id: newId('compensation'),
    orderId,
    buyerId,
    shopKey,
    kind: CompensationKind.WORRY_FREE,
    status: CompensationStatus.PAID,
    amountMinor,
    currency,
    shipBy,
    createdAt: act.now,
    reversedAt: null,
    policyVersion: act.policy.version,
  });
  insertCompensations(act.tx, [compensation]);
  post(act.tx, [clearingPosting(compensation, ticketId, act.now)]);
  const change = { from: null, to: `PAID ${amountText(amountMinor, currency)}` };
  act.trace({ orderId, subjectId: compensation.id, rule: 'TK-12', ...change });
  return { compensationId: compensation.id };
};
