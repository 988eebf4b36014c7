import type { Call } from '../story';

interface UserError {
  readonly code: string;
  readonly message: string;
}

export interface Ticket {
  readonly id: string;
  readonly status: string;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly atDeadline: string | null;
  readonly outcome: string | null;
}

/** What the acts below answer, as far as the story tells it. */
export interface TicketAnswer {
  readonly ticket: Ticket | null;
  readonly userErrors: readonly UserError[];
}

const TICKET = '{ id status openedAt dueAt atDeadline outcome evidenceWaived }';

const ACTS = {
  ticketOpen: 'TicketOpenInput',
  ticketReply: 'TicketReplyInput',
  ticketAdjudicate: 'TicketAdjudicateInput',
} as const;

/** Somebody opens a ticket, replies to it or judges it (TK-1, TK-6, TK-14). */
export async function actOnTicket(
  caller: Call,
  act: keyof typeof ACTS,
  input: object,
): Promise<TicketAnswer> {
  const document = `mutation ($input: ${ACTS[act]}!) {
    answer: ${act}(input: $input) { ticket ${TICKET} userErrors { code message } }
  }`;
  return (await caller<{ answer: TicketAnswer }>(document, { input })).answer;
}

export interface Contact {
  readonly counts: boolean;
  readonly notCountingReason: string | null;
}

const RECORD = `mutation ($input: TicketRecordContactInput!) {
  answer: ticketRecordContact(input: $input) {
    contact { counts notCountingReason }
    userErrors { code message }
  }
}`;

/** The seller records a call that reached the consumer (TK-5). `contactedAt` is RFC 3339. */
export async function recordCall(
  seller: Call,
  call: { ticketId: string; contactedAt: string; note: string; evidenceIds?: string[] },
): Promise<{ contact: Contact | null; userErrors: readonly UserError[] }> {
  const input = { channel: 'PHONE', reached: true, ...call };
  const answer = await seller<{ answer: { contact: Contact | null; userErrors: UserError[] } }>(
    RECORD,
    { input },
  );
  return answer.answer;
}

/** One of the four replies, and what still stands against it (TK-6). */
export interface ReplyChoice {
  readonly option: string;
  readonly allowed: boolean;
  readonly reasons: readonly string[];
  readonly leadsTo: string;
}

/** What the seller could reply now, before trying. */
export async function readReplyOptions(seller: Call, ticketId: string): Promise<ReplyChoice[]> {
  const document = `query ($id: ID!) { ticket(id: $id) { replyOptions { option allowed reasons leadsTo } } }`;
  const { ticket } = await seller<{ ticket: { replyOptions: ReplyChoice[] } }>(document, {
    id: ticketId,
  });
  return ticket.replyOptions;
}

/** A line of "why?": what changed, when, and by which rule. */
export interface HistoryLine {
  readonly at: string;
  readonly actor: string;
  readonly rule: string;
  readonly from: string | null;
  readonly to: string | null;
}

export async function readHistory(caller: Call, ticketId: string): Promise<HistoryLine[]> {
  const document = `query ($id: ID!) { ticket(id: $id) { history { at actor rule from to } } }`;
  const { ticket } = await caller<{ ticket: { history: HistoryLine[] } }>(document, {
    id: ticketId,
  });
  return ticket.history;
}
