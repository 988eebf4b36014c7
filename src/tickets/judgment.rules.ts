/** What judgments add to a shop's metric (TK-15, TK-17), pure: entries are only ever added, and their sum is right. */
import { TicketVerdict, type TicketJudgment } from './judgment.entity';

const sumOf = (entries: readonly TicketJudgment[]): number =>
  entries.reduce((sum, { counts }) => sum + counts, 0);

/** TK-15: SELLER_LIABLE counts, but once per order. `entries` are those of the order. */
export const countOf = (verdict: TicketVerdict, entries: readonly TicketJudgment[]): 0 | 1 =>
  verdict === TicketVerdict.SELLER_LIABLE && sumOf(entries) === 0 ? 1 : 0;

export interface TakenBack {
  /** The judgment that no longer holds. */
  readonly given: TicketJudgment;
  /** What its counter-entry adds: -1, or 0 when it did not count. */
  readonly counts: number;
  /** Another ticket's judgment of the same order that still stands and now counts in its place. */
  readonly successor: TicketJudgment | undefined;
}

/**
 * TK-15, TK-17: what an upheld appeal changes. If another SELLER_LIABLE judgment of the order stands, the order still counts
 * once: by the earliest of them.
 */
export function takeBack(ticketId: string, entries: readonly TicketJudgment[]): TakenBack {
  const own = entries.filter((entry) => entry.ticketId === ticketId);
  const given = own.find(({ kind }) => kind === 'GIVEN');
  if (given === undefined) throw new Error(`Ticket ${ticketId} was never judged.`);
  const counts = 0 - sumOf(own);
  return { given, counts, successor: counts === 0 ? undefined : successorOf(ticketId, entries) };
}

function successorOf(
  ticketId: string,
  entries: readonly TicketJudgment[],
): TicketJudgment | undefined {
  const appealed = entries.filter(({ kind }) => kind === 'APPEALED').map((entry) => entry.ticketId);
  return entries
    .filter(({ kind, verdict }) => kind === 'GIVEN' && verdict === TicketVerdict.SELLER_LIABLE)
    .filter((entry) => entry.ticketId !== ticketId && !appealed.includes(entry.ticketId))
    .sort((a, b) => a.judgedAt - b.judgedAt)[0];
}
