/** Evidence given with something: a report, a reply, a contact, an addition. For the commands of those features. */
import type { Refusal } from '../lib/refusal';
import type { Act } from '../inbox/act';
import type { Order } from '../orders/order.entity';
import { EvidenceLink } from './evidence-link.entity';
import { findEvidence, insertLinks } from './evidence.repository';
import { listRefusals, pieceRefusals } from './evidence.rules';

/**
 * Every reason against these pieces for something on a locked order (EV-1): too many, named twice, of another order
 * (NOT_FOUND), not uploaded yet. None at all is no reason: whether any is needed is the caller's rule.
 */
export async function checkEvidence(
  act: Act,
  order: Order,
  evidenceIds: readonly string[],
  field = 'evidenceIds',
): Promise<Refusal[]> {
  const reasons = listRefusals(evidenceIds, field, act.policy);
  if (reasons.length > 0) return reasons;
  const found = await findEvidence(act.tx, evidenceIds);
  const byId = new Map(found.map((piece) => [piece.id, piece]));
  return evidenceIds.flatMap((id, index) =>
    pieceRefusals(byId.get(id), order.id, `${field}.${String(index)}`),
  );
}

/** Ties checked pieces to a new subject, once and for all. The same piece may be tied to several subjects. */
export const linkEvidence = (act: Act, subjectId: string, evidenceIds: readonly string[]): void =>
  insertLinks(
    act.tx,
    evidenceIds.map((evidenceId, position) =>
      Object.assign(new EvidenceLink(), { subjectId, position, evidenceId }),
    ),
  );
