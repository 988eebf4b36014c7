/** The rules of violations (PT-1, TK-17, AC-1), pure: who may record one, of what, and what can be revoked. */
import { invalid } from '../lib/check';
import { isId } from '../lib/ids';
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import { Role, type Viewer } from '../lib/viewer';
import type { Violation } from './violation.entity';

/** Where the shop gave a piece of evidence. */
export interface GivenIn {
  readonly ticketIds: readonly string[];
  readonly reportIds: readonly string[];
}

/** What a piece of evidence was given with: reports are named by themselves, tickets by what hangs from them. */
export const reportsAmong = (subjectIds: readonly string[]): string[] =>
  subjectIds.filter((id) => isId('report', id));

/** PT-1: staff record violations; the viewer sees the evidence already. */
export const recorderRefusals = (viewer: Viewer): Refusal[] =>
  viewer.role === Role.PLATFORM ? [] : [refusal(UserErrorCode.FORBIDDEN)];

/** PT-1: of evidence in a ticket or a report, and once per piece. A ticket that does not hold it is not there. */
export function recordRefusals(
  { ticketIds, reportIds }: GivenIn,
  ticketId: string | null,
  known: Violation | undefined,
): Refusal[] {
  if (known !== undefined) return [refusal(UserErrorCode.VIOLATION_ALREADY_RECORDED, 'evidenceId')];
  if (ticketId !== null && !ticketIds.includes(ticketId))
    return [refusal(UserErrorCode.NOT_FOUND, 'ticketId')];
  return ticketIds.length + reportIds.length > 0 ? [] : [invalid('evidenceId', 'notGiven')];
}

/** Where in the input of `ticketAppealDecide` the violations are named. */
const NAMED = 'revokeViolationIds';

/** TK-17: an appeal names violations of its own shop, each once. One that was revoked before needs no more. */
export const revokeRefusals = (
  ids: readonly string[],
  shopKey: string,
  found: ReadonlyMap<string, Violation>,
): Refusal[] =>
  ids.flatMap((id, index) => {
    const field = `${NAMED}.${String(index)}`;
    if (found.get(id)?.shopKey !== shopKey) return [refusal(UserErrorCode.NOT_FOUND, field)];
    return ids.indexOf(id) === index ? [] : [invalid(field, 'twice')];
  });
