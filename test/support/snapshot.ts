/** What a view keeps: a snapshot as records by id, and entries applied to it as upserts (IN-6). */
import { upsertEntities, type Entity } from '../../src/client';
import type { Answer } from './call';
import type { TestNode } from './node';
import type { Person } from './people';

/** Stored facts: not what time derives (sla, status of a card before it is recorded), not lists, not read marks. */
const ORDER = `id orderNo status kind paidAt shipBy shipBySource originalShipBy agreedShipBy consignedAt pickedUpAt
  deliveredAt closedAt closeReason carrier trackingNo`;
const CARD = `id number status shipDate shipBy reason remark sentAt answerBy answeredAt`;
const MESSAGE = `id number kind sender seat code text createdAt`;
const CONVERSATION = `id lastNumber lastMessageAt`;

const SNAPSHOT = `{ orders(first: 100) { nodes { ${ORDER} proposals { ${CARD} }
  conversation { ${CONVERSATION} messages(first: 100) { nodes { ${MESSAGE} } } } } } inboxHead }`;

/** What is asked of an entry. */
export const ENTRY = `cursor order { ${ORDER} conversation { ${CONVERSATION} } } proposal { ${CARD} } message { ${MESSAGE} }`;

export type Records = Map<string, Entity>;

function recordsOf(orders: Answer['data']): Records {
  const records: Records = new Map();
  for (const { proposals, conversation, ...order } of orders.nodes) {
    const { messages, ...chat } = conversation;
    for (const entity of [order, chat, ...proposals, ...messages.nodes])
      upsertEntities(records, { entity });
  }
  return records;
}

export async function snapshotOf(
  node: TestNode,
  person: Person,
): Promise<{ records: Records; head: string }> {
  const { orders, inboxHead } = (await node.ask(person, SNAPSHOT)).data;
  return { records: recordsOf(orders), head: inboxHead as string };
}

export function applyEntries(records: Records, entries: readonly Answer['data'][]): void {
  for (const { order, proposal, message } of entries) {
    const { conversation, ...facts } = order;
    upsertEntities(records, { facts, conversation, proposal, message });
  }
}
