/** References that are wrong in one rule each, to see that random histories find it. */
import { DAY, HOUR, toSecond } from './calendar';
import type { Card, Message, Report } from './model.types';
import { OrderModel } from './order.model';
import type { Policy } from './policy.model';

class DeadlineIsExclusive extends OrderModel {
  protected override hasPassed(deadline: number): boolean {
    return toSecond(this.now) >= deadline;
  }
}

class DeadlineEndsASecondLate extends OrderModel {
  protected override hasPassed(deadline: number): boolean {
    return toSecond(this.now) > deadline + 1_000;
  }
}

class FourthCardIsSent extends OrderModel {
  protected override cardLimit(): number {
    return super.cardLimit() + 1;
  }
}

class AnswerByOutlivesTheShipBy extends OrderModel {
  protected override answerBy(): number {
    return toSecond(this.now + this.policy.answerWithinHours * HOUR);
  }
}

export class VoidedCardIsAccepted extends OrderModel {
  protected override isAnswerable(card: Card): boolean {
    return card.status === 'PENDING' || card.status === 'VOIDED';
  }
}

class AgreementAddsAtLeastADay extends OrderModel {
  protected override agreedShipBy(card: Card): number {
    return Math.max(card.shipBy, this.shipBy + DAY);
  }
}

class DecliningMovesTheShipBy extends OrderModel {
  protected override afterDecline(card: Card): void {
    this.agreed = card.shipBy;
  }
}

class PickUpLeavesTheCardOpen extends OrderModel {
  protected override voidPending(): object {
    return {};
  }
}

class PickUpAtTheShipByIsLate extends OrderModel {
  protected override judged(pickedUpAt: number): 'MET' | 'BREACHED' {
    return toSecond(pickedUpAt) < this.shipBy ? 'MET' : 'BREACHED';
  }
}

class AcceptanceLeavesCards extends OrderModel {
  protected override isAgreed(): boolean {
    return false;
  }
}

class MessageNumberIsSkipped extends OrderModel {
  protected override say(
    sender: Message['sender'],
    code: string | null,
    card: Message['card'],
  ): number {
    return super.say(sender, code, card) + (code === 'PROPOSAL_DECLINED' ? 1 : 0);
  }
}

class SilenceIsConsent extends OrderModel {
  protected override expire(): void {
    const card = this.pending;
    super.expire();
    if (card?.status === 'EXPIRED') this.agreed = card.shipBy;
  }
}

class LaterOfReportAndAgreementIsInForce extends OrderModel {
  override get shipBy(): number {
    return this.agreed === null ? super.shipBy : Math.max(this.agreed, this.reported ?? 0);
  }
}

class MissedAgreedDayPaysUnasked extends OrderModel {
  protected override owed(): string | null {
    const owed = super.owed();
    return this.agreed !== null && this.sla === 'BREACHED' ? (owed ?? 'AUTOMATIC') : owed;
  }
}

class AmountIsRoundedDown extends OrderModel {
  protected override rounded(share: number): number {
    return Math.floor(share);
  }
}

class MinimumIsForgotten extends OrderModel {
  protected override minimum(): number {
    return 0;
  }
}

class PolicyOfTheRecordingPays extends OrderModel {
  protected override policyOfMiss(): Policy {
    return this.policy;
  }
}

class ApprovalReversesNothing extends OrderModel {
  protected override takesBack(): boolean {
    return this.pickedUpAt !== null;
  }
}

class ScanOfTheLastSecondReversesNothing extends OrderModel {
  protected override takesBack(): boolean {
    return this.pickedUpAt === null || toSecond(this.pickedUpAt) !== this.shipBy;
  }
}

class ReportExtendsTheOpenCard extends OrderModel {
  protected override grant(report: Report) {
    const told = super.grant(report);
    const open = this.pending;
    if (open !== undefined) this.cards[open.number - 1] = { ...open, answerBy: report.newShipBy };
    return told;
  }
}

class ConsigningCancelsTheReport extends OrderModel {
  protected override endsReports(ending: string): boolean {
    return ending === 'CONSIGNED' || super.endsReports(ending);
  }
}

class ImportedHistoryPays extends OrderModel {
  protected override isHistory(): boolean {
    return false;
  }
}

class ComplaintPaysASecondTime extends OrderModel {
  protected override paysAgain(owed: string | null): boolean {
    return owed !== null && this.complaint === 'UPHELD';
  }
}

/** Each with the history of seed 1 that shows it first: the quick run plays that one alone. */
export const PLANTED_BUGS = [
  [DeadlineIsExclusive, '0'],
  [DeadlineEndsASecondLate, '1'],
  [FourthCardIsSent, '11'],
  [AnswerByOutlivesTheShipBy, '5'],
  [VoidedCardIsAccepted, '4'],
  [AgreementAddsAtLeastADay, '1'],
  [DecliningMovesTheShipBy, '3'],
  [PickUpLeavesTheCardOpen, '4'],
  [PickUpAtTheShipByIsLate, '1'],
  [AcceptanceLeavesCards, '1'],
  [MessageNumberIsSkipped, '3'],
  [SilenceIsConsent, '0'],
  [LaterOfReportAndAgreementIsInForce, '21'],
  [MissedAgreedDayPaysUnasked, '1'],
  [AmountIsRoundedDown, '8'],
  [MinimumIsForgotten, '0'],
  [PolicyOfTheRecordingPays, '0'],
  [ApprovalReversesNothing, '0'],
  [ScanOfTheLastSecondReversesNothing, '1'],
  [ReportExtendsTheOpenCard, '21'],
  [ConsigningCancelsTheReport, '34'],
  [ImportedHistoryPays, '28'],
  [ComplaintPaysASecondTime, '0'],
] as const;
