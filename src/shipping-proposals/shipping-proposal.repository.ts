/** SQL of shipping proposals. */
import type { Reader, Transaction } from '../lib/database';
import { allEach } from '../lib/keyed';
import { insert, select } from '../lib/rows';
import type { Act } from '../inbox/act';
import type { Batch } from '../inbox/context';
import { seenById } from '../inbox/sight';
import { ProposalStatus, ShippingProposal } from './shipping-proposal.entity';

/** Proposals of orders the viewer sees (AC-1). */
export const proposalById = seenById(
  ShippingProposal,
  'proposalId',
  'JOIN orders ON orders.id = order_id WHERE shipping_proposals.id IN (?)',
);

/** The cards of orders the viewer was seen to own, in the order they were sent. */
export const proposalsByOrder: Batch<string, ShippingProposal[]> = async (context, orderIds) => {
  const found = await proposalsOf(context.app.db, orderIds);
  return allEach(orderIds, found, ({ orderId }) => orderId);
};

const proposalsOf = (source: Reader, orderIds: readonly string[]): Promise<ShippingProposal[]> =>
  select(source, ShippingProposal, 'WHERE order_id IN (?) ORDER BY order_id, number', [orderIds]);

const memory = (orderId: string): string => `proposals:${orderId}`;

/** The cards of an order this act has locked, as the act has changed them so far. */
export const lockedProposals = (act: Act, orderId: string): Promise<ShippingProposal[]> =>
  act.once(memory(orderId), () => proposalsOf(act.tx, [orderId]));

/** The same for many orders with one question. */
export async function lockProposals(
  act: Act,
  orderIds: readonly string[],
): Promise<ShippingProposal[]> {
  if (orderIds.length === 1) return lockedProposals(act, orderIds[0] ?? '');
  const found = await proposalsOf(act.tx, orderIds);
  for (const id of orderIds)
    await act.once(memory(id), () =>
      Promise.resolve(found.filter((proposal) => proposal.orderId === id)),
    );
  return found;
}

/** The order a proposal hangs from; its lock comes first. */
export async function orderIdOf(tx: Transaction, proposalId: string): Promise<string | undefined> {
  const sql = 'SELECT order_id FROM shipping_proposals WHERE id = ?';
  const [row] = await tx.rows<{ order_id: string }>(sql, [proposalId]);
  return row?.order_id;
}

export const insertProposal = (tx: Transaction, proposal: ShippingProposal): void =>
  insert(tx, ShippingProposal, [proposal]);

/** Ends a card that is still pending. */
export const endProposal = (
  tx: Transaction,
  id: string,
  status: ProposalStatus,
  answeredAt: number | null,
): void => {
  tx.post(
    'UPDATE shipping_proposals SET status = ?, answered_at = ? WHERE id = ? AND status = ?',
    [status, answeredAt, id, ProposalStatus.PENDING],
    1,
  );
};
