/** What can be done with a ticket beside replying: the form and the mutation of each act. */
import type { TypedDocumentNode } from 'urql';
import {
  AddEvidenceDocument,
  AppealTicketDocument,
  CloseTicketDocument,
  ConfirmTicketDocument,
  RecordContactDocument,
  RequestEvidenceDocument,
  ReviewTicketDocument,
  SettleWorryFreeDocument,
  UrgeTicketDocument,
  WithdrawTicketDocument,
  type TicketAction,
} from '../api/operations';
import type { Field } from '../acts/fields';

export interface Act {
  readonly document: TypedDocumentNode<object, { input: never }>;
  readonly fields: readonly Field[];
}

const note: Field = { name: 'note', label: 'act.note', is: 'text' };
const reason: Field = { name: 'reason', label: 'act.reason', is: 'text', isRequired: true };
const files = (isRequired: boolean): Field => ({
  name: 'evidenceIds',
  label: 'act.evidence',
  is: 'files',
  isRequired,
});
const confirmed: Field = {
  name: 'confirmed',
  label: 'act.confirmed',
  is: 'yesNo',
  yes: 'act.confirmedYes',
  no: 'act.confirmedNo',
  isRequired: true,
};

const CONTACT: readonly Field[] = [
  {
    name: 'channel',
    label: 'act.channel',
    is: 'choice',
    isRequired: true,
    options: [
      ['CHAT', 'channel.CHAT'],
      ['PHONE', 'channel.PHONE'],
      ['SMS', 'channel.SMS'],
      ['OTHER', 'channel.OTHER'],
    ],
  },
  { name: 'contactedAt', label: 'act.contactedAt', is: 'instant', isRequired: true },
  {
    name: 'reached',
    label: 'act.reached',
    is: 'yesNo',
    yes: 'contacts.reached',
    no: 'contacts.notReached',
    isRequired: true,
  },
  note,
  files(false),
];

/**
 * What staff decide on a page of its own, with all that was said and every piece of evidence beside the form.
 * See desk/case-page.tsx.
 */
export const DECIDED_AT_CASE: readonly TicketAction[] = ['ADJUDICATE', 'DECIDE_APPEAL'];

/** REPLY has a form of its own, ASSIGN a choice of seats. */
export const ACTS: Partial<Record<TicketAction, Act>> = {
  RECORD_CONTACT: { document: RecordContactDocument, fields: CONTACT },
  ADD_EVIDENCE: { document: AddEvidenceDocument, fields: [files(true)] },
  APPEAL: { document: AppealTicketDocument, fields: [reason] },
  CONFIRM: { document: ConfirmTicketDocument, fields: [confirmed, note] },
  WITHDRAW: { document: WithdrawTicketDocument, fields: [note] },
  URGE: { document: UrgeTicketDocument, fields: [note] },
  REVIEW: { document: ReviewTicketDocument, fields: [confirmed, note] },
  SETTLE_WORRY_FREE: {
    document: SettleWorryFreeDocument,
    fields: [{ name: 'compensation', label: 'act.compensation', is: 'money' }, note],
  },
  CLOSE: { document: CloseTicketDocument, fields: [note] },
  REQUEST_EVIDENCE: {
    document: RequestEvidenceDocument,
    fields: [{ name: 'until', label: 'act.until', is: 'instant', isRequired: true }, note],
  },
};
