/** The part of the reference that knows deadline reports: DR-1…DR-4, AC-5. */
import { DAY, toSecond } from './calendar';
import { DONE, no, type NewReport, type Outcome, type Report } from './model.types';
import { SettlementModel } from './settlement.model';

const ACTOR = { APPROVED: 'PLATFORM', REJECTED: 'PLATFORM', CANCELLED: 'SELLER' } as const;
export type ReportEnd = keyof typeof ACTOR;

export class ReportModel extends SettlementModel {
  readonly reports: Report[] = [];

  get submitted(): Report | undefined {
    return this.reports.find(({ status }) => status === 'SUBMITTED');
  }

  /** DR-1: the latest new ship-by that may be asked for. */
  get latestShipBy(): number {
    return toSecond(this.now) + this.policy.shipDateWithinDays * DAY;
  }

  submit({ newShipBy, remark, withEvidence }: NewReport): Outcome {
    const blocked = this.submitReasons();
    if (blocked.length > 0) return no(...blocked);
    const asked = toSecond(newShipBy);
    const reasons = this.shipByReasons(asked);
    if ((remark ?? '').length > 500) reasons.push('INVALID_INPUT');
    if (!withEvidence) reasons.push('EVIDENCE_REQUIRED');
    if (reasons.length > 0) return no(...reasons);
    this.record();
    this.reports.push({ status: 'SUBMITTED', newShipBy: asked, shipByBefore: this.shipBy });
    const report = this.reports.length;
    this.change(`report ${String(report)}`, [null, 'SUBMITTED'], 'SELLER');
    this.enterForStaff('REPORT_SUBMITTED', 'SELLER', { report });
    return DONE;
  }

  /** DR-2, DR-4. */
  endReport(number: number, end: ReportEnd): Outcome {
    const report = this.reports[number - 1];
    if (report === undefined) return no('NOT_FOUND');
    if (report.status !== 'SUBMITTED') return no('REPORT_NOT_SUBMITTED');
    this.record();
    this.change(`report ${String(number)}`, ['SUBMITTED', end], ACTOR[end]);
    report.status = end;
    const effect = end === 'APPROVED' && this.agreed === null ? this.grant(report) : {};
    this.enterForStaff(`REPORT_${end}`, ACTOR[end], { report: number, ...effect });
    return DONE;
  }

  /** DR-1, DR-4: every reason. */
  submitReasons(): string[] {
    const facts: [boolean, string][] = [
      [!['AWAITING_SHIPMENT', 'CONSIGNED'].includes(this.status), 'ORDER_NOT_AWAITING_SHIPMENT'],
      [this.hasPassed(this.shipBy), 'SHIP_BY_PASSED'],
      [this.submitted !== undefined, 'REPORT_ALREADY_SUBMITTED'],
    ];
    return facts.filter(([holds]) => holds).map(([, code]) => code);
  }

  /** DR-4: pick-up in time and closing cancel a submitted report, and tell it in their own entry. */
  protected cancelSubmitted(ending: 'CONSIGNED' | 'PICKED_UP' | 'CLOSED'): number | null {
    const report = this.submitted;
    if (report === undefined || !this.endsReports(ending)) return null;
    const number = this.reports.indexOf(report) + 1;
    report.status = 'CANCELLED';
    const actor = ending === 'CONSIGNED' ? 'SELLER' : 'SYSTEM';
    this.change(`report ${String(number)}`, ['SUBMITTED', 'CANCELLED'], actor);
    return number;
  }

  // What follows is what planted bugs change (planted-bugs.ts).

  protected endsReports(ending: string): boolean {
    return ending === 'CLOSED' || (ending === 'PICKED_UP' && this.sla === 'MET');
  }

  /** DR-2: the order is judged by the new ship-by; the buyer hears of that, not of the report (AC-5). */
  protected grant({ newShipBy }: Report) {
    this.change('order', [this.shipBy, newShipBy], 'PLATFORM');
    this.reported = newShipBy;
    this.judge(this.judgedAnew(), 'PLATFORM');
    const settled = this.settle('PLATFORM');
    const told = { message: this.say('SYSTEM', 'SHIP_BY_MOVED', null), ...settled };
    this.enterForBuyer('SHIP_BY_MOVED', 'PLATFORM', told);
    return told;
  }

  private judgedAnew(): string {
    if (this.pickedUpAt !== null) return this.judged(this.pickedUpAt);
    return this.hasPassed(this.shipBy) ? 'BREACHED' : 'RUNNING';
  }

  private shipByReasons(asked: number): string[] {
    if (asked <= this.shipBy) return ['SHIP_DATE_NOT_LATER'];
    return asked > this.latestShipBy ? ['SHIP_DATE_TOO_FAR'] : [];
  }
}
