/**
 * The reference: what domain.md §2–§4 and §7 say of one order and its chat, written down a second time and without a line of
 * src. What time decides is true the moment the clock passes it; it is told, in chat and inbox, when somebody records it: the
 * sweep, or the next act on the order.
 */
import { dayOf, endOfDay, HOUR, plusDays, SECOND, toSecond, DAY } from './calendar';
import {
  cardFacts,
  type Answers,
  type Card,
  type Change,
  type Entry,
  type Message,
  type NewCard,
  type Outcome,
  type Start,
} from './model.types';

const DONE: Outcome = { codes: [] };
export const no = (...codes: string[]): Outcome => ({ codes: codes.sort() });

type Actor = Entry['actor'];
type CardEnd = 'ACCEPTED' | 'DECLINED' | 'EXPIRED' | 'VOIDED';

export class OrderModel {
  now: number;
  status = 'AWAITING_SHIPMENT';
  sla = 'RUNNING';
  readonly original: number;
  agreed: number | null = null;
  pickedUpAt: number | null = null;
  deliveredAt: number | null = null;
  readonly cards: Card[] = [];
  readonly messages: Message[] = [];
  readonly entries: Entry[] = [];
  readonly changes: Change[] = [];
  /** True already, told to nobody yet (TM-5). */
  private unrecorded: (() => void)[] = [];

  constructor(readonly start: Start) {
    this.now = start.importedAt;
    this.original = originalShipBy(start);
    this.change('order', null, this.original, 'SYSTEM');
    if (start.pickedUpAt !== null) {
      this.pickedUpAt = start.pickedUpAt;
      this.become('PICKED_UP', 'SYSTEM');
      this.sla = this.judged(start.pickedUpAt);
    } else if (this.hasPassed(this.original)) this.sla = 'BREACHED';
    if (this.sla !== 'RUNNING') this.change('order', 'RUNNING', this.sla, 'SYSTEM');
    this.enter('ORDER_IMPORTED', 'SYSTEM');
  }

  /** OR-2. */
  get shipBy(): number {
    return this.agreed ?? this.original;
  }

  get pending(): Card | undefined {
    return this.cards.find((card) => card.status === 'PENDING');
  }

  /** SP-7: the first day that ends later than the ship-by in force. */
  get earliest(): string {
    let day = dayOf(this.shipBy - DAY);
    while (endOfDay(day) <= this.shipBy) day = plusDays(day, 1);
    return day;
  }

  get latest(): string {
    return plusDays(dayOf(this.now), 30);
  }

  moveTo(instant: number): void {
    if (instant <= this.now) return;
    this.now = instant;
    this.expire();
    this.breach();
  }

  /** TM-5: tells what is true already. */
  record(): void {
    for (const tell of this.unrecorded) tell();
    this.unrecorded = [];
  }

  send(card: NewCard): Outcome {
    const tooLong = (card.remark ?? '').length > 500 ? ['INVALID_INPUT'] : [];
    const blocked = this.sendReasons();
    const reasons = [...tooLong, ...(blocked.length > 0 ? blocked : this.dayReasons(card))];
    if (reasons.length > 0) return no(...reasons);
    this.record();
    const sent = this.newCard(card);
    this.cards.push(sent);
    this.change(sent.number, null, 'PENDING', 'SELLER');
    const facts = cardFacts(sent);
    this.enter('PROPOSAL_SENT', 'SELLER', sent.number, this.say('SELLER', 'PROPOSAL_CARD', facts));
    return DONE;
  }

  /** SP-8, SP-9, SP-12. */
  answer(number: number, status: 'ACCEPTED' | 'DECLINED'): Outcome {
    const card = this.cards[number - 1];
    if (card === undefined) return no('NOT_FOUND');
    if (card.status !== status && !this.isAnswerable(card))
      return { ...no('PROPOSAL_NOT_PENDING'), state: card.status };
    this.record();
    if (card.status === status) return DONE;
    const message = this.end(card, status, 'BUYER');
    card.answeredAt = this.now;
    if (status === 'ACCEPTED') this.agree(card);
    else this.afterDecline(card);
    this.enter(`PROPOSAL_${status}`, 'BUYER', card.number, message);
    return DONE;
  }

  consign(): Outcome {
    if (this.status !== 'AWAITING_SHIPMENT') return no('ORDER_NOT_AWAITING_SHIPMENT');
    this.record();
    this.become('CONSIGNED', 'SELLER');
    this.enter('ORDER_CONSIGNED', 'SELLER', ...this.voidPending('SELLER'));
    return DONE;
  }

  /** OR-8: what was judged stays; a second time changes nothing. */
  close(): Outcome {
    this.record();
    if (this.status === 'CLOSED') return DONE;
    this.become('CLOSED', 'SYSTEM');
    if (this.sla === 'RUNNING') this.judge('VOID');
    this.enter('ORDER_CLOSED', 'SYSTEM', ...this.voidPending('SYSTEM'));
    return DONE;
  }

  /** OR-4, OR-5, OR-7, OR-8. A feed's good rows are kept, so what is due is recorded whatever becomes of this one. */
  pickUp(at: number): Outcome {
    this.record();
    if (this.isFuture(at)) return no('PICKUP_IN_FUTURE');
    if (this.pickedUpAt !== null) return DONE;
    this.pickedUpAt = at;
    const wasBreached = this.sla === 'BREACHED';
    if (this.status !== 'CLOSED') {
      this.become(this.deliveredAt === null ? 'PICKED_UP' : 'DELIVERED', 'SYSTEM');
      this.judge(this.judged(at));
    }
    const proven = wasBreached && this.sla === 'MET';
    const told = this.voidPending('SYSTEM');
    this.enter(proven ? 'SHIP_BY_MET' : 'ORDER_PICKED_UP', 'SYSTEM', ...told);
    return DONE;
  }

  deliver(at: number): Outcome {
    this.record();
    if (this.isFuture(at)) return no('INVALID_INPUT');
    if (this.deliveredAt !== null) return DONE;
    this.deliveredAt = at;
    if (this.status === 'PICKED_UP') this.become('DELIVERED', 'SYSTEM');
    this.enter('ORDER_DELIVERED', 'SYSTEM');
    return DONE;
  }

  /** OR-9: a pick-up that comes with the same order again is a pick-up. */
  importAgain(pickedUpAt: number | null, differs: boolean): Outcome {
    this.record();
    if (pickedUpAt !== null && this.isFuture(pickedUpAt)) return no('PICKUP_IN_FUTURE');
    if (differs) return no('ORDER_DIFFERS');
    return pickedUpAt === null ? DONE : this.pickUp(pickedUpAt);
  }

  /** MS-3. Chatting is no act on the order. */
  write(sender: 'BUYER' | 'SELLER', text: string): Outcome {
    if (text.trim() === '' || text.length > 2_000) return no('INVALID_INPUT');
    this.enter('MESSAGE_SENT', sender, null, this.say(sender, null, null));
    return DONE;
  }

  /** What everybody must be told who asks now. */
  answers(): Answers {
    const reasons = this.sendReasons().sort();
    return {
      status: this.status,
      sla: this.sla,
      shipBy: this.shipBy,
      shipBySource: this.agreed === null ? 'ORIGINAL' : 'AGREED',
      originalShipBy: this.original,
      agreedShipBy: this.agreed,
      pickedUpAt: this.pickedUpAt,
      proposalsLeft: this.isAgreed() ? 0 : Math.max(0, 3 - this.cards.length),
      canPropose: { reasons, earliest: this.earliest, latest: this.latest },
      cards: this.cards.map((card) => ({ ...card, secondsLeft: this.secondsLeft(card) })),
    };
  }

  // What follows is what planted bugs change (planted-bugs.ts).

  /** TM-3: inclusive, to the second. */
  protected hasPassed(deadline: number): boolean {
    return toSecond(this.now) > deadline;
  }

  /** SP-3. */
  protected cardLimit(): number {
    return 3;
  }

  /** SP-6. */
  protected answerBy(): number {
    return Math.min(toSecond(this.now + 24 * HOUR), this.shipBy);
  }

  protected isAnswerable(card: Card): boolean {
    return card.status === 'PENDING';
  }

  /** SP-8. */
  protected agreedShipBy(card: Card): number {
    return card.shipBy;
  }

  /** SP-9: nothing else changes. */
  protected afterDecline(_card: Card): void {
    return;
  }

  /** SP-13. */
  protected voidPending(actor: Actor): [card: number | null, message: number | null] {
    const open = this.pending;
    return open ? [open.number, this.end(open, 'VOIDED', actor)] : [null, null];
  }

  /** OR-4. */
  protected judged(pickedUpAt: number): 'MET' | 'BREACHED' {
    return toSecond(pickedUpAt) <= this.shipBy ? 'MET' : 'BREACHED';
  }

  /** SP-4. */
  protected isAgreed(): boolean {
    return this.cards.some((card) => card.status === 'ACCEPTED');
  }

  /** MS-1, IN-2: the next number, without a gap. */
  protected say(sender: Message['sender'], code: string | null, card: Message['card']): number {
    const number = this.messages.length + 1;
    const system = sender === 'SYSTEM' ? 'SYSTEM' : 'CARD';
    this.messages.push({ number, sender, code, card, kind: code === null ? 'TEXT' : system });
    return number;
  }

  /** SP-6, TM-5. */
  protected expire(): void {
    const card = this.pending;
    if (card === undefined || !this.hasPassed(card.answerBy)) return;
    card.status = 'EXPIRED';
    const at = card.answerBy + SECOND;
    this.unrecorded.push(() => {
      const message = this.end(card, 'EXPIRED', 'SYSTEM', at);
      this.enter('PROPOSAL_EXPIRED', 'SYSTEM', card.number, message, at);
    });
  }

  private breach(): void {
    if (this.sla !== 'RUNNING' || !this.hasPassed(this.shipBy)) return;
    this.sla = 'BREACHED';
    const at = this.shipBy + SECOND;
    this.unrecorded.push(() => {
      this.change('order', 'RUNNING', 'BREACHED', 'SYSTEM', at);
      this.enter('SHIP_BY_BREACHED', 'SYSTEM', null, null, at);
    });
  }

  /** SP-1…SP-5: every reason. */
  private sendReasons(): string[] {
    const facts: [boolean, string][] = [
      [this.status !== 'AWAITING_SHIPMENT', 'ORDER_NOT_AWAITING_SHIPMENT'],
      [!['PHYSICAL', 'MADE_TO_ORDER'].includes(this.start.kind), 'ORDER_KIND_NOT_SUPPORTED'],
      [this.hasPassed(this.shipBy), 'SHIP_BY_PASSED'],
      [this.cards.length >= this.cardLimit(), 'PROPOSAL_LIMIT_REACHED'],
      [this.isAgreed(), 'PROPOSAL_ALREADY_ACCEPTED'],
      [this.pending !== undefined, 'PROPOSAL_ALREADY_PENDING'],
      [this.earliest > this.latest, 'SHIP_DATE_TOO_FAR'],
    ];
    return facts.filter(([holds]) => holds).map(([, code]) => code);
  }

  private dayReasons({ shipDate }: NewCard): string[] {
    if (endOfDay(shipDate) <= this.shipBy) return ['SHIP_DATE_NOT_LATER'];
    return shipDate > this.latest ? ['SHIP_DATE_TOO_FAR'] : [];
  }

  private newCard(card: NewCard): Card {
    return {
      ...card,
      number: this.cards.length + 1,
      status: 'PENDING',
      shipBy: endOfDay(card.shipDate),
      sentAt: this.now,
      answerBy: this.answerBy(),
      answeredAt: null,
    };
  }

  private end(card: Card, status: CardEnd, actor: Actor, at = this.now): number {
    card.status = status;
    this.change(card.number, 'PENDING', status, actor, at);
    return this.say('SYSTEM', `PROPOSAL_${status}`, null);
  }

  private agree(card: Card): void {
    const before = this.shipBy;
    this.agreed = this.agreedShipBy(card);
    this.change('order', before, this.agreed, 'BUYER');
  }

  private become(status: string, actor: Actor): void {
    this.change('order', this.status, status, actor);
    this.status = status;
  }

  private judge(sla: string): void {
    if (sla !== this.sla) this.change('order', this.sla, sla, 'SYSTEM');
    this.sla = sla;
  }

  private secondsLeft(card: Card): number | null {
    if (card.status !== 'PENDING') return null;
    return (card.answerBy - toSecond(this.now)) / SECOND;
  }

  private isFuture(instant: number): boolean {
    return toSecond(instant) > toSecond(this.now);
  }

  private change(
    subject: Change['subject'],
    from: string | number | null,
    to: string | number,
    actor: Actor,
    at = this.now,
  ): void {
    this.changes.push({ subject, from: asText(from), to: asText(to), actor, at });
  }

  private enter(
    kind: string,
    actor: Actor,
    card: number | null = null,
    message: number | null = null,
    at = this.now,
  ): void {
    this.entries.push({ kind, actor, card, message, at });
  }
}

/** OR-1. */
function originalShipBy({ paidAt, promise }: Start): number {
  if (promise.shipBy !== undefined) return toSecond(promise.shipBy);
  if (promise.shipByDate !== undefined) return endOfDay(promise.shipByDate);
  return toSecond(paidAt + (promise.promisedHours ?? 48) * HOUR);
}

/** Instants as the API writes them, without a fraction of a second. */
const asText = (value: string | number | null): string | null =>
  typeof value === 'number' ? new Date(value).toISOString().replace('.000Z', 'Z') : value;
