import { Evidence } from '../../src/evidence/evidence.entity';
import { insertEvidence } from '../../src/evidence/evidence.repository';
import { newId } from '../../src/lib/ids';
import { cancelReport, decideReport } from '../../src/reports/end-report';
import { submitReport, type Submission } from '../../src/reports/submit-report';
import { ReportReason } from '../../src/reports/report.entity';
import { act, done } from './market';
import type { TestNode } from './node';
import { seller, staff, type Person } from './people';

/** A piece of evidence as if its file had come: for rules that do not look into files. */
export async function storedEvidence(
  { app }: TestNode,
  orderId: string,
  facts: Partial<Evidence> = {},
): Promise<string> {
  const piece = Object.assign(new Evidence(), {
    id: newId('evidence'),
    orderId,
    ticketId: null,
    shopKey: 'shop-1',
    fileName: 'storm.png',
    contentType: 'image/png',
    byteSize: 8,
    sha256: '0'.repeat(64),
    uploader: 'shop-1-seat',
    createdAt: 0,
    storedAt: 0,
    ...facts,
  });
  await app.db.transact((tx) => insertEvidence(tx, piece));
  return piece.id;
}

/** Submits a report for 2023-02-03 10:00; tests name only what matters to them. */
export async function submit(
  node: TestNode,
  orderId: string,
  input: Partial<Submission> = {},
  person: Person = seller(),
) {
  const evidenceIds = input.evidenceIds ?? [await storedEvidence(node, orderId)];
  return act(node, person, submitReport, {
    orderId,
    newShipBy: Date.parse('2023-02-03T10:00:00+08:00'),
    reason: ReportReason.WEATHER,
    ...input,
    evidenceIds,
  });
}

/** A report that was submitted; a refusal fails the test. */
export const submitted = (node: TestNode, orderId: string, input: Partial<Submission> = {}) =>
  done(submit(node, orderId, input));

export const decide = (
  node: TestNode,
  reportId: string,
  approve = true,
  person: Person = staff,
  note: string | null = null,
) => act(node, person, decideReport, { reportId, approve, note });

export const cancel = (node: TestNode, reportId: string, person: Person = seller()) =>
  act(node, person, cancelReport, { reportId });

const REPORT = `query ($id: ID!) { deadlineReport(id: $id) {
  id status reason remark newShipBy shipByBefore seatId submittedAt decidedAt note
  evidence { id fileName } order { id }
  availableActions { action allowed reasons until } history { rule from to actor actorId } } }`;

/** The report as the API shows it. */
export async function readReport(node: TestNode, id: string, person: Person = seller()) {
  return (await node.ask(person, REPORT, { id })).data.deadlineReport;
}
