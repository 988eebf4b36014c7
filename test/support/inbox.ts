import type { Answer } from './call';
import type { TestNode } from './node';
import type { Person } from './people';

const ENTRY = `cursor kind occurredAt actor actorId order { id status sla shipBy } proposal { id status } message { id number code }`;

/** The whole log of somebody's inbox, or what comes after a cursor, asked for page by page. */
export async function entriesOf(
  node: TestNode,
  person: Person,
  { after = null, fields = ENTRY }: { after?: string | null; fields?: string } = {},
): Promise<Answer['data'][]> {
  const query = `query ($after: String) { inbox(first: 100, after: $after) {
    nodes { ${fields} } pageInfo { endCursor hasNextPage } resync { reason } } }`;
  const { nodes, pageInfo, resync } = (await node.ask(person, query, { after })).data.inbox;
  if (resync !== null) throw new Error(`The log does not go on from there: ${resync.reason}`);
  if (!pageInfo.hasNextPage) return nodes;
  return [...nodes, ...(await entriesOf(node, person, { after: pageInfo.endCursor, fields }))];
}

/** What an inbox was told about one order; `fields` must have `order { id }`. */
export async function entriesAbout(
  node: TestNode,
  orderId: string,
  person: Person,
  fields = ENTRY,
): Promise<Answer['data'][]> {
  return (await entriesOf(node, person, { fields })).filter(({ order }) => order?.id === orderId);
}
