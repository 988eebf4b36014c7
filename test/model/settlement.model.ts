/** The part of the reference that judges the ship-by and settles it: OR-1…OR-10, CO-1…CO-5. */
import { endOfDay, HOUR, SECOND, toSecond } from './calendar';
import { ChronicleModel } from './chronicle.model';
import { DONE, no, type Compensation, type Outcome, type Role, type Start } from './model.types';
import type { Policy } from './policy.model';

/** What settling did, for the entry of the act that judged. */
interface Settled {
  readonly compensation: number | null;
  readonly complaint: boolean;
}

export class SettlementModel extends ChronicleModel {
  status = 'AWAITING_SHIPMENT';
  sla = 'RUNNING';
  readonly original: number;
  reported: number | null = null;
  agreed: number | null = null;
  pickedUpAt: number | null = null;
  readonly compensations: Compensation[] = [];
  complaint: string | null = null;

  constructor(start: Start) {
    super(start);
    this.original = originalShipBy(start, this.policies.at(start.paidAt));
  }

  /** OR-2. */
  get shipBy(): number {
    return this.agreed ?? this.reported ?? this.original;
  }

  get source(): string {
    if (this.agreed !== null) return 'AGREED';
    return this.reported === null ? 'ORIGINAL' : 'REPORTED';
  }

  /** CO-3: asking again is answered with the first. */
  complain(): Outcome {
    if (this.complaint === null && this.sla === 'VOID') return no('ORDER_NOT_AWAITING_SHIPMENT');
    if (this.complaint === null && !this.hasPassed(this.shipBy)) return no('SHIP_BY_NOT_PASSED');
    this.record();
    if (this.complaint !== null) return DONE;
    this.complaint = this.judgedComplaint();
    this.change('complaint', [null, this.complaint], 'BUYER');
    this.enter('COMPLAINT_FILED', 'BUYER', { ...this.settle('BUYER'), complaint: true });
    return DONE;
  }

  protected get paid(): Compensation | undefined {
    return this.compensations.find(({ status }) => status === 'PAID');
  }

  /** OR-6, CO-1. */
  protected breach(): void {
    if (this.sla !== 'RUNNING' || !this.hasPassed(this.shipBy)) return;
    this.sla = 'BREACHED';
    const at = this.shipBy + SECOND;
    this.later(() => {
      this.change('order', ['RUNNING', 'BREACHED'], 'SYSTEM', { at });
      this.enter('SHIP_BY_BREACHED', 'SYSTEM', this.settle('SYSTEM'), at);
    });
  }

  protected judge(sla: string, actor: Role): void {
    if (sla !== this.sla) this.change('order', [this.sla, sla], actor);
    this.sla = sla;
  }

  /** CO-3, CO-4, OR-7: whatever judged the order, the buyer then has what it is owed, once. */
  protected settle(actor: Role): Settled {
    const complaint = this.judgeComplaint(actor);
    const owed = this.owed();
    if (this.paid === undefined || this.paysAgain(owed))
      return { complaint, compensation: owed === null ? null : this.pay(owed, actor) };
    const isOver = owed === null && this.takesBack();
    return { complaint, compensation: isOver ? this.reverse(this.paid, actor) : null };
  }

  // What follows is what planted bugs change (planted-bugs.ts).

  /** OR-4. */
  protected judged(pickedUpAt: number): 'MET' | 'BREACHED' {
    return toSecond(pickedUpAt) <= this.shipBy ? 'MET' : 'BREACHED';
  }

  /** CO-1, CO-2, CO-4, OR-10. */
  protected owed(): string | null {
    if (this.sla !== 'BREACHED' || this.isHistory()) return null;
    if (this.agreed === null) return 'AUTOMATIC';
    return this.complaint === 'UPHELD' ? 'COMPLAINT' : null;
  }

  /** OR-10. */
  protected isHistory(): boolean {
    return toSecond(this.start.importedAt) > this.shipBy;
  }

  /** CO-4: one lateness pays once. */
  protected paysAgain(_owed: string | null): boolean {
    return false;
  }

  /** OR-7, DR-2: what no longer holds is reversed. */
  protected takesBack(): boolean {
    return true;
  }

  /** CO-1. */
  protected amount(policy: Policy): number {
    const share = this.rounded((this.start.goodsMinor * policy.lateRatePercent) / 100);
    return Math.min(Math.max(share, this.minimum(policy)), policy.lateMaximumMinor);
  }

  /** CO-1: half up. */
  protected rounded(share: number): number {
    return Math.floor(share + 0.5);
  }

  protected minimum(policy: Policy): number {
    return policy.lateMinimumMinor;
  }

  /** Domain.md §9: a compensation is judged by the policy of the second in which the ship-by was missed. */
  protected policyOfMiss(): Policy {
    return this.policies.at(this.shipBy + SECOND);
  }

  private judgedComplaint(): string {
    const isKept = this.pickedUpAt !== null && toSecond(this.pickedUpAt) <= this.shipBy;
    return isKept || !this.hasPassed(this.shipBy) ? 'REJECTED' : 'UPHELD';
  }

  private judgeComplaint(actor: Role): boolean {
    const before = this.complaint;
    if (before === null) return false;
    this.complaint = this.judgedComplaint();
    if (this.complaint === before) return false;
    this.change('complaint', [before, this.complaint], actor);
    return true;
  }

  private pay(kind: string, actor: Role): number {
    const policy = this.policyOfMiss();
    const { version } = policy;
    const amount = this.amount(policy);
    const number = this.compensations.length + 1;
    const { shipBy } = this;
    this.compensations.push({ kind, status: 'PAID', amount, shipBy, policyVersion: version });
    this.change(`compensation ${String(number)}`, [null, paidText(amount)], actor, { version });
    return number;
  }

  private reverse(paid: Compensation, actor: Role): number {
    const number = this.compensations.indexOf(paid) + 1;
    const change = [paidText(paid.amount), 'REVERSED'] as const;
    paid.status = 'REVERSED';
    const version = paid.policyVersion;
    this.change(`compensation ${String(number)}`, change, actor, { version });
    return number;
  }
}

const paidText = (amount: number): string => `PAID CNY ${(amount / 100).toFixed(2)}`;

/** OR-1. */
function originalShipBy({ paidAt, promise }: Start, { promisedHours }: Policy): number {
  if (promise.shipBy !== undefined) return toSecond(promise.shipBy);
  if (promise.shipByDate !== undefined) return endOfDay(promise.shipByDate);
  return toSecond(paidAt + (promise.promisedHours ?? promisedHours) * HOUR);
}
