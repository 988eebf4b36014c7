/** What each of the four replies needs (TK-6…TK-10), pure. `replyOptions` is read off the function that guards the reply. */
import { refusal, UserErrorCode, type Refusal } from '../lib/refusal';
import type { TicketContact } from './contact.entity';
import { ReplyOption } from './reply.entity';
import type { Ticket } from './ticket.entity';
import { contactCounts } from './ticket.rules';

/** What the ticket has to show already. */
export interface Handling {
  readonly ticket: Pick<Ticket, 'openedAt'>;
  readonly contacts: readonly TicketContact[];
  /** The ids of contacts with evidence. */
  readonly proven: ReadonlySet<string>;
  /** TK-9: attempts that prove a consumer unreachable, by the ticket's policy. */
  readonly unreachableContacts: number;
}

/** What the reply brings with it. */
export interface Offered {
  readonly remark?: string | null | undefined;
  readonly noContactReason?: string | null | undefined;
  readonly evidenceIds?: readonly string[] | null | undefined;
}

const isBlank = (text: string | null | undefined): boolean => (text ?? '').trim() === '';

const contactsRequired = (needed: number, counted: number): Refusal =>
  refusal(UserErrorCode.CONTACT_REQUIRED, 'option', { needed, counted });

/** TK-7, TK-8: somebody must have spoken with the consumer since the ticket was opened. */
const reachedRefusals = (counting: readonly TicketContact[]): Refusal[] =>
  counting.some(({ reached }) => reached) ? [] : [contactsRequired(1, 0)];

/** TK-9: several attempts since the ticket was opened, none of which succeeded, and proof. */
function unreachableRefusals(
  counting: readonly TicketContact[],
  { proven, unreachableContacts: needed }: Handling,
  { evidenceIds }: Offered,
): Refusal[] {
  const reasons: Refusal[] = [];
  if (counting.length < needed) reasons.push(contactsRequired(needed, counting.length));
  if (counting.some(({ reached }) => reached))
    reasons.push(refusal(UserErrorCode.CONTACT_REACHED, 'option'));
  const isProven = counting.some(({ id }) => proven.has(id)) || (evidenceIds ?? []).length > 0;
  if (!isProven) reasons.push(refusal(UserErrorCode.EVIDENCE_REQUIRED, 'evidenceIds'));
  return reasons;
}

/** TK-10: a remark; and why nobody was contacted, if nobody was. */
function otherRefusals(counting: readonly TicketContact[], offered: Offered): Refusal[] {
  const reasons: Refusal[] = [];
  if (isBlank(offered.remark)) reasons.push(refusal(UserErrorCode.REMARK_REQUIRED, 'remark'));
  if (counting.length === 0 && isBlank(offered.noContactReason))
    reasons.push(refusal(UserErrorCode.REMARK_REQUIRED, 'noContactReason'));
  return reasons;
}

/** Everything that stands against this reply; empty when it can be given. */
export function replyRefusals(
  option: ReplyOption,
  handling: Handling,
  offered: Offered,
): Refusal[] {
  const counting = handling.contacts.filter((contact) => contactCounts(handling.ticket, contact));
  if (option === ReplyOption.OTHER) return otherRefusals(counting, offered);
  if (option === ReplyOption.UNRESOLVED_UNREACHABLE)
    return unreachableRefusals(counting, handling, offered);
  return reachedRefusals(counting);
}

const EVERYTHING: Offered = { remark: 'x', noContactReason: 'x', evidenceIds: ['x'] };

/** What stands against a reply whatever it brings, and the fields that it must bring. */
export function replyNeeds(option: ReplyOption, handling: Handling) {
  const reasons = replyRefusals(option, handling, EVERYTHING);
  const lacking = replyRefusals(option, handling, {}).flatMap(({ field }) => field?.at(-1) ?? []);
  return { reasons, requires: lacking.filter((field) => field in EVERYTHING) };
}
