/** `violationRecord`: staff found forged evidence, and the shop gets its points (PT-1, PT-2). */
import { checkText } from '../lib/check';
import { isId, newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import type { Viewer } from '../lib/viewer';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { Command } from '../inbox/perform';
import type { Evidence } from '../evidence/evidence.entity';
import { findEvidence, subjectsOf } from '../evidence/evidence.repository';
import { seesEvidence } from '../evidence/evidence.rules';
import { lockOrder } from '../orders/lock-order';
import { lockShop } from '../shops/shop.repository';
import { announceViolation, sayInTicket, traceViolation } from './announce-violation';
import { pointsEntry } from './points.entity';
import { multiplesCrossed, pointsOf, standingIn, standingOf, yearOf } from './points.rules';
import { Violation, type ViolationSeverity } from './violation.entity';
import { insertViolation, ledgerOf, postPoints, violationOfEvidence } from './violation.repository';
import { recorderRefusals, recordRefusals, reportsAmong, type GivenIn } from './violation.rules';

export interface Finding {
  readonly evidenceId: string;
  readonly ticketId?: string | null | undefined;
  readonly severity: ViolationSeverity;
  readonly note: string;
}

export const NOTE_LENGTH = 1_000;

export const recordViolation: Command<Finding, string> = async (act, viewer, input) => {
  const piece = await lockEvidence(act, viewer, input.evidenceId);
  if (piece === undefined) return refuse(UserErrorCode.NOT_FOUND, 'evidenceId');
  const forbidden = recorderRefusals(viewer);
  if (forbidden.length > 0) return new Refused(forbidden);
  const given = await placesOf(act, piece.id);
  const known = await violationOfEvidence(act.tx, piece.id);
  const reasons = [
    ...checkText('note', input.note, NOTE_LENGTH),
    ...recordRefusals(given, input.ticketId ?? null, known),
  ];
  if (reasons.length > 0) return new Refused(reasons);
  await lockShop(act, piece.shopKey);
  // Whoever waited for the shop is judged by the time after it: the year may have turned.
  await act.tick();
  return record(act, violationOf(act, piece, given, input));
};

/** The evidence, its order locked; undefined when there is none or it is not the viewer's to see (AC-1, AC-5). */
async function lockEvidence(
  act: Act,
  viewer: Viewer,
  evidenceId: string,
): Promise<Evidence | undefined> {
  const [piece] = isId('evidence', evidenceId) ? await findEvidence(act.tx, [evidenceId]) : [];
  if (piece === undefined || !seesEvidence(viewer, piece)) return undefined;
  return (await lockOrder(act, viewer, piece.orderId)) && piece;
}

/** The tickets and reports in which the shop gave a piece, the first of them first. */
async function placesOf({ app, tx }: Act, evidenceId: string): Promise<GivenIn> {
  const subjectIds = await subjectsOf(tx, evidenceId);
  const holders = app.evidenceSubjects.map((subject) => subject.holdersOf(tx, subjectIds));
  return { ticketIds: (await Promise.all(holders)).flat(), reportIds: reportsAmong(subjectIds) };
}

function violationOf(
  { now, policy, app }: Act,
  { id: evidenceId, orderId, shopKey }: Evidence,
  { ticketIds, reportIds }: GivenIn,
  { ticketId, severity, note }: Finding,
): Violation {
  return Object.assign(new Violation(), {
    id: newId('violation'),
    ...{ evidenceId, orderId, shopKey, severity, note },
    ticketId: ticketId ?? ticketIds[0] ?? null,
    reportId: reportIds[0] ?? null,
    points: pointsOf(severity, policy),
    recordedAt: now,
    year: yearOf(now, app.settings.zone),
    multiplesCrossed: [],
    revokedAt: null,
    policyVersion: policy.version,
  });
}

/** PT-2: the shop is locked, so no other violation of it crosses the same multiple. */
async function record(act: Act, violation: Violation): Promise<string> {
  const { shopKey, severity, year, points } = violation;
  const standing = standingIn(year, await ledgerOf(act.tx, [shopKey]));
  const before = standingOf(severity, standing);
  const after = before + points;
  violation.multiplesCrossed = multiplesCrossed(before, after);
  insertViolation(act.tx, violation);
  postPoints(act.tx, [pointsEntry(violation, act.now)]);
  traceViolation(act, violation, 'PT-1', { from: null, to: `${severity} ${String(points)}` });
  traceViolation(act, violation, 'PT-2', { from: String(before), to: String(after) });
  const crossed = violation.multiplesCrossed.join(', ');
  const facts = { severity, points, total: after, note: violation.note, crossed };
  const context = crossed === '' ? {} : { context: 'CROSSED' };
  const kind = ActKind.VIOLATION_RECORDED;
  const messageId = await sayInTicket(act, violation, kind, { ...facts, ...context });
  announceViolation(act, violation, kind, { messageId });
  return violation.id;
}
