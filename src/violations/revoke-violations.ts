/** TK-17: an upheld appeal takes back the violations named with it, by counter-entries. A hook of tickets (`App`). */
import { isId } from '../lib/ids';
import type { Act } from '../inbox/act';
import { ActKind } from '../inbox/act-kind';
import type { RevokeViolations } from '../inbox/app';
import { lockShop } from '../shops/shop.repository';
import { announceViolation, sayInTicket, traceViolation } from './announce-violation';
import { counterEntry } from './points.entity';
import type { Violation } from './violation.entity';
import { findViolations, markRevoked, postPoints } from './violation.repository';
import { revokeRefusals } from './violation.rules';

export const revokeViolations: RevokeViolations = async (act, { shopKey, violationIds }) => {
  // The shop's lock: a violation being recorded must not count points that are being taken back.
  await lockShop(act, shopKey);
  const named = violationIds.filter((id) => isId('violation', id));
  const found = await findViolations(act.tx, named);
  const reasons = revokeRefusals(violationIds, shopKey, found);
  if (reasons.length > 0) return reasons;
  for (const violation of found.values())
    if (violation.revokedAt === null) await revoke(act, violation);
  return [];
};

async function revoke(act: Act, violation: Violation): Promise<void> {
  const { id, severity, points } = violation;
  markRevoked(act.tx, id, act.now);
  postPoints(act.tx, [counterEntry(violation, act.now)]);
  const from = `${severity} ${String(points)}`;
  traceViolation(act, violation, 'TK-17', { from, to: 'REVOKED' });
  const kind = ActKind.VIOLATION_REVOKED;
  const messageId = await sayInTicket(act, violation, kind, { severity, points });
  announceViolation(act, violation, kind, { messageId });
}
