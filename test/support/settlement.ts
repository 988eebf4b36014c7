import { fileComplaint } from '../../src/compensation/file-complaint';
import { importPickups } from '../../src/orders/import-scans';
import { closeOrder } from '../../src/orders/close-order';
import { act, done } from './market';
import type { TestNode } from './node';
import { buyer, system, type Person } from './people';

export const complain = (node: TestNode, orderId: string, person: Person = buyer()) =>
  act(node, person, fileComplaint, { orderId });

export const scan = (node: TestNode, orderNo: string, pickedUpAt: number) =>
  done(act(node, system, importPickups, { pickups: [{ shopId: 'shop-1', orderNo, pickedUpAt }] }));

export const close = (node: TestNode, orderId: string) =>
  done(act(node, system, closeOrder, { orderId, reason: 'refunded' }));

const SETTLED = `query ($id: ID!) { order(id: $id) {
  status sla shipBy shipBySource
  compensations { id kind status amount { amountMinor currency } createdAt reversedAt shipBy }
  complaint { id status filedAt judgedAt }
  history { rule from to at actor policyVersion } } }`;

/** What an order came to, as the API shows it. */
export async function settled(node: TestNode, id: string, person: Person = buyer()) {
  return (await node.ask(person, SETTLED, { id })).data.order;
}

/** Kind, status and amount of an order's compensations, oldest first. */
export async function paidFor(node: TestNode, id: string): Promise<string[]> {
  const { compensations } = await settled(node, id);
  return compensations.map(
    ({ kind, status, amount }: any) => `${kind} ${status} ${amount.amountMinor}`,
  );
}

interface Accounts {
  readonly buyer: number;
  readonly shop: number;
  readonly clearing: number;
}

/** What the ledger says an order moved, and in how many postings. */
export async function ledgerOf(
  { app }: TestNode,
  orderId: string,
): Promise<Accounts & { postings: number }> {
  const [row] = await app.db.rows<Record<keyof Accounts | 'postings', number | string | null>>(
    `SELECT SUM(buyer_minor) AS buyer, SUM(shop_minor) AS shop, SUM(clearing_minor) AS clearing,
      COUNT(*) AS postings FROM ledger_postings WHERE order_id = ?`,
    [orderId],
  );
  const { buyer: b, shop, clearing, postings } = row!;
  return {
    buyer: Number(b),
    shop: Number(shop),
    clearing: Number(clearing),
    postings: Number(postings),
  };
}
