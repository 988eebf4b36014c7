import { newId } from '../../src/lib/ids';
import { EvidenceLink } from '../../src/evidence/evidence-link.entity';
import { insertLinks } from '../../src/evidence/evidence.repository';
import { recordViolation, type Finding } from '../../src/violations/record-violation';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import type { Answer } from './call';
import { act, done, placeOrder } from './market';
import type { TestNode } from './node';
import { seller, staff, type Person } from './people';
import { piece } from './tickets';

/** Ties a piece to a report, contact, reply or addition, as the command of that feature does. */
export async function give(
  { app }: Pick<TestNode, 'app'>,
  evidenceId: string,
  subjectId: string,
): Promise<void> {
  const link = Object.assign(new EvidenceLink(), { subjectId, position: 0, evidenceId });
  await app.db.transact((tx) => insertLinks(tx, [link]));
}

/** Evidence that a shop gave in a report, on an order of its own unless one is named. */
export async function given(
  node: Pick<TestNode, 'app'>,
  shopId = 'shop-1',
  order?: string,
): Promise<string> {
  const orderId = order ?? (await placeOrder(node, { shopId }));
  const evidenceId = await piece(node, orderId, { shopKey: shopId });
  await give(node, evidenceId, newId('report'));
  return evidenceId;
}

/** A GENERAL violation; tests name only what matters to them. */
export const record = (
  node: Pick<TestNode, 'app'>,
  evidenceId: string,
  input: Partial<Finding> = {},
  person: Person = staff,
) =>
  act(node, person, recordViolation, {
    evidenceId,
    severity: ViolationSeverity.GENERAL,
    note: 'The date on the receipt was changed.',
    ...input,
  });

/** A violation of evidence of its own; a refusal fails the test. */
export const recorded = async (
  node: Pick<TestNode, 'app'>,
  shopId = 'shop-1',
  severity = ViolationSeverity.GENERAL,
): Promise<string> => done(record(node, await given(node, shopId), { severity }));

const VIOLATION = `id severity points note recordedAt year multiplesCrossed revokedAt ticketId reportId
  shop { shopId } order { id } evidence { id } history { at actor actorId rule from to policyVersion }`;

/** The violation as the API shows it; null where it does not. */
export async function readViolation(
  node: TestNode,
  id: string,
  person: Person = seller(),
): Promise<Answer['data']> {
  const query = `query ($id: ID!) { node(id: $id) { ... on Violation { ${VIOLATION} } } }`;
  return (await node.ask(person, query, { id })).data.node;
}

/** A shop's points as the API shows them. */
export async function pointsOf(node: TestNode, shopId = 'shop-1', person: Person = staff) {
  const query =
    '{ shops(first: 100) { nodes { shopId points { year general severe severeCarriedOver } } } }';
  const { nodes } = (await node.ask(person, query)).data.shops;
  return nodes.find((shop: { shopId: string }) => shop.shopId === shopId).points;
}
