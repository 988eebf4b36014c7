/** What every part of the reference has in common: the time, the policies, and what is told of an order. */
import { toSecond } from './calendar';
import type { Change, Entry, Message, Role, Start, Told } from './model.types';
import { PolicyBook, type Policy } from './policy.model';

const NOTHING: Told = {
  card: null,
  message: null,
  report: null,
  compensation: null,
  complaint: false,
};

export class ChronicleModel {
  now: number;
  readonly policies: PolicyBook;
  readonly messages: Message[] = [];
  readonly buyerEntries: Entry[] = [];
  readonly shopEntries: Entry[] = [];
  readonly staffEntries: Entry[] = [];
  readonly changes: Change[] = [];
  /** True already, told to nobody yet (TM-5). */
  private unrecorded: (() => void)[] = [];

  constructor(readonly start: Start) {
    this.now = start.importedAt;
    this.policies = new PolicyBook(start.policyVersion);
    if (start.published !== null) {
      const { effectiveFrom, ...figures } = start.published;
      this.policies.publish(figures, effectiveFrom, -Infinity);
    }
  }

  get policy(): Policy {
    return this.policies.at(this.now);
  }

  /** TM-5: tells what is true already. */
  record(): void {
    for (const tell of this.unrecorded) tell();
    this.unrecorded = [];
  }

  /** TM-5: to be told when somebody records it. */
  protected later(tell: () => void): void {
    this.unrecorded.push(tell);
  }

  /** TM-3: inclusive, to the second. */
  protected hasPassed(deadline: number): boolean {
    return toSecond(this.now) > deadline;
  }

  /** MS-1, IN-2: the next number, without a gap. */
  protected say(sender: Message['sender'], code: string | null, card: Message['card']): number {
    const number = this.messages.length + 1;
    const system = sender === 'SYSTEM' ? 'SYSTEM' : 'CARD';
    this.messages.push({ number, sender, code, card, kind: code === null ? 'TEXT' : system });
    return number;
  }

  /** A line of history, of now and judged by the policy of now unless it says otherwise. */
  protected change(
    subject: string,
    [from, to]: readonly [string | number | null, string | number],
    actor: Role,
    { at = this.now, version = this.policies.at(at).version } = {},
  ): void {
    const states = { from: asText(from), to: asText(to) };
    this.changes.push({ subject, ...states, actor, at, policyVersion: version });
  }

  /** IN-1, AC-5: one entry for buyer and shop each, the buyer's without the report. */
  protected enter(kind: string, actor: Role, told: Partial<Told> = {}, at = this.now): void {
    this.enterForBuyer(kind, actor, told, at);
    this.shopEntries.push({ ...NOTHING, ...told, kind, actor, at });
  }

  protected enterForBuyer(kind: string, actor: Role, told: Partial<Told>, at = this.now): void {
    this.buyerEntries.push({ ...NOTHING, ...told, report: null, kind, actor, at });
  }

  /** IN-1, AC-5: reports are for shop and staff. */
  protected enterForStaff(kind: string, actor: Role, told: Partial<Told>): void {
    const entry = { ...NOTHING, ...told, kind, actor, at: this.now };
    this.shopEntries.push(entry);
    this.staffEntries.push(entry);
  }
}

/** Instants as the API writes them, without a fraction of a second. */
const asText = (value: string | number | null): string | null =>
  typeof value === 'number' ? new Date(value).toISOString().replace('.000Z', 'Z') : value;
