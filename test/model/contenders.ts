/** Who races: each a command of the product, answered with the codes of its refusal. */
import { Refused } from '../../src/lib/refusal';
import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importPickups } from '../../src/orders/import-scans';
import {
  answerShippingProposal,
  type Answered,
} from '../../src/shipping-proposals/answer-shipping-proposal';
import { sendShippingProposal } from '../../src/shipping-proposals/send-shipping-proposal';
import { act } from '../support/market';
import { buyer, seller, system } from '../support/people';
import { proposed, SENT } from './race-course';
import type { Contender } from './races';

/** The codes in alphabetical order; for an ended card with the state it is in (SP-12). */
export function said(result: unknown): string {
  if (!(result instanceof Refused)) return '';
  const codes = result.reasons.map(({ code, facts }) =>
    code.startsWith('PROPOSAL_NOT') ? `${code} ${String(facts?.['status'])}` : code,
  );
  return codes.sort().join(', ');
}

const answer =
  (word: 'ACCEPT' | 'DECLINE', keyed = false): Contender =>
  async (node, { buyerId, cardId }) => {
    const input: Answered & { idempotencyKey?: string } = {
      proposalId: cardId,
      ...(keyed && { idempotencyKey: `answer ${cardId}` }),
    };
    return said(await act(node, buyer(buyerId), answerShippingProposal(word), input));
  };

export const accept = answer('ACCEPT');
export const acceptByKey = answer('ACCEPT', true);
export const decline = answer('DECLINE');

export const send: Contender = async (node, { id, shopId }) =>
  said(await act(node, seller(shopId), sendShippingProposal, proposed(id)));

export const consign: Contender = async (node, { id, shopId }) =>
  said(await act(node, seller(shopId), consignOrder, { orderId: id }));

export const close: Contender = async (node, { id }) =>
  said(await act(node, system, closeOrder, { orderId: id, reason: 'cancelled' }));

export const pickUp: Contender = async (node, { shopId, orderNo }) => {
  const pickups = [{ shopId, orderNo, pickedUpAt: SENT }];
  return said(await act(node, system, importPickups, { pickups }));
};
