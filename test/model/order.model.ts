/**
 * The reference: what domain.md §2–§7 and §9 say of one order and its chat, written down a second time and without a line of
 * src. What time decides is true the moment the clock passes it; it is told, in chat and inbox, when somebody records it: the
 * sweep, or the next act on the order. Its layers are what is told, the settling, the reports, and here the order's cards and
 * acts.
 */
import { dayOf, DAY, endOfDay, HOUR, plusDays, SECOND, toSecond } from './calendar';
import {
  cardFacts,
  DONE,
  no,
  type Answers,
  type Card,
  type NewCard,
  type Outcome,
  type Role,
  type Start,
  type Told,
} from './model.types';
import type { Figures } from './policy.model';
import { ReportModel } from './report.model';

type CardEnd = 'ACCEPTED' | 'DECLINED' | 'EXPIRED' | 'VOIDED';
type Ending = 'CONSIGNED' | 'PICKED_UP' | 'CLOSED';

export class OrderModel extends ReportModel {
  deliveredAt: number | null = null;
  readonly cards: Card[] = [];
  /** The policy each card was sent under; its end is judged by it, too. */
  private readonly sentUnder: number[] = [];

  constructor(start: Start) {
    super(start);
    const { version } = this.policies.at(start.paidAt);
    this.change('order', [null, this.original], 'SYSTEM', { version });
    if (start.pickedUpAt !== null) {
      this.pickedUpAt = start.pickedUpAt;
      this.become('PICKED_UP', 'SYSTEM');
      this.judge(this.judged(start.pickedUpAt), 'SYSTEM');
    } else if (this.hasPassed(this.original)) this.judge('BREACHED', 'SYSTEM');
    this.enter('ORDER_IMPORTED', 'SYSTEM');
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
    return plusDays(dayOf(this.now), this.policy.shipDateWithinDays);
  }

  moveTo(instant: number): void {
    if (instant <= this.now) return;
    this.now = instant;
    this.expire();
    this.breach();
  }

  /** A publication judges whatever happens from its instant on; of the order it changes nothing. */
  publish(figures: Partial<Figures>, effectiveFrom: number): Outcome {
    return this.policies.publish(figures, effectiveFrom, this.now);
  }

  send(card: NewCard): Outcome {
    const tooLong = (card.remark ?? '').length > 500 ? ['INVALID_INPUT'] : [];
    const blocked = this.sendReasons();
    const reasons = [...tooLong, ...(blocked.length > 0 ? blocked : this.dayReasons(card))];
    if (reasons.length > 0) return no(...reasons);
    this.record();
    const sent = this.newCard(card);
    this.cards.push(sent);
    this.sentUnder.push(this.policy.version);
    this.change(`card ${String(sent.number)}`, [null, 'PENDING'], 'SELLER');
    const message = this.say('SELLER', 'PROPOSAL_CARD', cardFacts(sent));
    this.enter('PROPOSAL_SENT', 'SELLER', { card: sent.number, message });
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
    this.enter(`PROPOSAL_${status}`, 'BUYER', { card: card.number, message });
    return DONE;
  }

  consign(): Outcome {
    if (this.status !== 'AWAITING_SHIPMENT') return no('ORDER_NOT_AWAITING_SHIPMENT');
    this.record();
    this.become('CONSIGNED', 'SELLER');
    this.enter('ORDER_CONSIGNED', 'SELLER', this.endAwaiting('CONSIGNED', 'SELLER'));
    return DONE;
  }

  /** OR-8: what was judged stays; a second time changes nothing. */
  close(): Outcome {
    this.record();
    if (this.status === 'CLOSED') return DONE;
    this.become('CLOSED', 'SYSTEM');
    if (this.sla === 'RUNNING') this.judge('VOID', 'SYSTEM');
    this.enter('ORDER_CLOSED', 'SYSTEM', this.endAwaiting('CLOSED', 'SYSTEM'));
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
      this.judge(this.judged(at), 'SYSTEM');
    }
    const proven = wasBreached && this.sla === 'MET';
    const ended = this.endAwaiting('PICKED_UP', 'SYSTEM');
    const settled = proven ? this.settle('SYSTEM') : {};
    this.enter(proven ? 'SHIP_BY_MET' : 'ORDER_PICKED_UP', 'SYSTEM', { ...ended, ...settled });
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
    this.enter('MESSAGE_SENT', sender, { message: this.say(sender, null, null) });
    return DONE;
  }

  /** What everybody must be told who asks now. */
  answers(): Answers {
    const reasons = this.sendReasons().sort();
    return {
      status: this.status,
      sla: this.sla,
      shipBy: this.shipBy,
      shipBySource: this.source,
      originalShipBy: this.original,
      reportedShipBy: this.reported,
      agreedShipBy: this.agreed,
      pickedUpAt: this.pickedUpAt,
      proposalsLeft: this.isAgreed()
        ? 0
        : Math.max(0, this.policy.proposalLimit - this.cards.length),
      canPropose: { reasons, earliest: this.earliest, latest: this.latest },
      cards: this.cards.map((card) => ({ ...card, secondsLeft: this.secondsLeft(card) })),
      canReport: { reasons: this.submitReasons().sort(), latest: this.latestShipBy },
      reports: this.reports,
      compensations: this.compensations,
      complaint: this.complaint,
    };
  }

  // What follows is what planted bugs change (planted-bugs.ts).

  /** SP-3. */
  protected cardLimit(): number {
    return this.policy.proposalLimit;
  }

  /** SP-6. */
  protected answerBy(): number {
    return Math.min(toSecond(this.now + this.policy.answerWithinHours * HOUR), this.shipBy);
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
  protected voidPending(actor: Role): Partial<Told> {
    const open = this.pending;
    return open ? { card: open.number, message: this.end(open, 'VOIDED', actor) } : {};
  }

  /** SP-4. */
  protected isAgreed(): boolean {
    return this.cards.some((card) => card.status === 'ACCEPTED');
  }

  /** SP-6, TM-5. */
  protected expire(): void {
    const card = this.pending;
    if (card === undefined || !this.hasPassed(card.answerBy)) return;
    card.status = 'EXPIRED';
    const at = card.answerBy + SECOND;
    this.later(() => {
      const message = this.end(card, 'EXPIRED', 'SYSTEM', at);
      this.enter('PROPOSAL_EXPIRED', 'SYSTEM', { card: card.number, message }, at);
    });
  }

  private endAwaiting(ending: Ending, actor: Role): Partial<Told> {
    const voided = this.voidPending(actor);
    return { ...voided, report: this.cancelSubmitted(ending) };
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

  private end(card: Card, status: CardEnd, actor: Role, at = this.now): number {
    card.status = status;
    const version = this.sentUnder[card.number - 1]!;
    this.change(`card ${String(card.number)}`, ['PENDING', status], actor, { at, version });
    return this.say('SYSTEM', `PROPOSAL_${status}`, null);
  }

  private agree(card: Card): void {
    const before = this.shipBy;
    this.agreed = this.agreedShipBy(card);
    this.change('order', [before, this.shipBy], 'BUYER');
  }

  private become(status: string, actor: Role): void {
    this.change('order', [this.status, status], actor);
    this.status = status;
  }

  private secondsLeft(card: Card): number | null {
    if (card.status !== 'PENDING') return null;
    return (card.answerBy - toSecond(this.now)) / SECOND;
  }

  private isFuture(instant: number): boolean {
    return toSecond(instant) > toSecond(this.now);
  }
}
