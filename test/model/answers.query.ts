/** What buyer and seller are told now, and how it looks to the reference. */
import type { Answers, CardFacts, Report } from './model.types';

export const ANSWERS = /* GraphQL */ `
  query ($id: ID!) {
    order(id: $id) {
      status
      sla
      shipBy
      shipBySource
      originalShipBy
      reportedShipBy
      agreedShipBy
      pickedUpAt
      proposalsLeft
      canPropose {
        allowed
        reasons
        earliestShipDate
        latestShipDate
      }
      proposals {
        number
        status
        shipDate
        shipBy
        reason
        remark
        sentAt
        answerBy
        answeredAt
        secondsLeft
        atDeadline
        availableActions {
          action
          allowed
          reasons
          until
        }
      }
      canReport {
        allowed
        reasons
        laterThan
        latest
      }
      reports {
        status
        newShipBy
        shipByBefore
      }
      compensations {
        kind
        status
        shipBy
        amount {
          amountMinor
        }
        history {
          policyVersion
        }
      }
      complaint {
        status
      }
    }
    breached: orders(filter: { sla: [BREACHED] }) {
      totalCount
    }
  }
`;

interface CardAnswer {
  readonly number: number;
  readonly status: string;
  readonly shipDate: string;
  readonly shipBy: string;
  readonly reason: CardFacts['reason'];
  readonly remark: string | null;
  readonly sentAt: string;
  readonly answerBy: string;
  readonly answeredAt: string | null;
  readonly secondsLeft: number | null;
  readonly atDeadline: string | null;
  readonly availableActions: readonly object[];
}

type ReportAnswer = Readonly<Record<'status' | 'newShipBy' | 'shipByBefore', string>>;

interface CompensationAnswer {
  readonly kind: string;
  readonly status: string;
  readonly shipBy: string;
  readonly amount: { readonly amountMinor: number };
  readonly history: readonly { readonly policyVersion: number }[];
}

export interface OrderAnswer {
  readonly order: {
    readonly status: string;
    readonly sla: string;
    readonly shipBy: string;
    readonly shipBySource: string;
    readonly originalShipBy: string;
    readonly reportedShipBy: string | null;
    readonly agreedShipBy: string | null;
    readonly pickedUpAt: string | null;
    readonly proposalsLeft: number;
    readonly canPropose: {
      readonly allowed: boolean;
      readonly reasons: readonly string[];
      readonly earliestShipDate: string;
      readonly latestShipDate: string;
    };
    readonly proposals: readonly CardAnswer[];
    readonly canReport: {
      readonly allowed: boolean;
      readonly reasons: readonly string[];
      readonly laterThan: string;
      readonly latest: string;
    };
    readonly reports: readonly ReportAnswer[];
    readonly compensations: readonly CompensationAnswer[];
    readonly complaint: { readonly status: string } | null;
  };
  readonly breached: { readonly totalCount: number };
}

export const instant = (text: string | null): number => Date.parse(text ?? '');
const instantOrNull = (text: string | null): number | null =>
  text === null ? null : instant(text);

/** Checks on the way what must hold whatever the reference says. */
export function answersIn({ order, breached }: OrderAnswer, role: string): Answers {
  const { canPropose, canReport, proposals } = order;
  expect(canReport.allowed).toBe(canReport.reasons.length === 0);
  expect(canReport.laterThan).toBe(order.shipBy);
  expect(canPropose.allowed).toBe(canPropose.reasons.length === 0);
  expect(breached.totalCount).toBe(order.sla === 'BREACHED' ? 1 : 0);
  expectAvailable(proposals, role === 'BUYER');
  return {
    status: order.status,
    sla: order.sla,
    shipBy: instant(order.shipBy),
    shipBySource: order.shipBySource,
    originalShipBy: instant(order.originalShipBy),
    reportedShipBy: instantOrNull(order.reportedShipBy),
    agreedShipBy: instantOrNull(order.agreedShipBy),
    pickedUpAt: instantOrNull(order.pickedUpAt),
    proposalsLeft: order.proposalsLeft,
    canPropose: {
      reasons: stateReasons(canPropose.reasons, role === 'SELLER'),
      earliest: canPropose.earliestShipDate,
      latest: canPropose.latestShipDate,
    },
    cards: proposals.map(cardIn),
    canReport: { reasons: [...canReport.reasons].sort(), latest: instant(canReport.latest) },
    reports: order.reports.map(reportIn),
    compensations: order.compensations.map(compensationIn),
    complaint: order.complaint?.status ?? null,
  };
}

const reportIn = ({ status, newShipBy, shipByBefore }: ReportAnswer): Report => ({
  status,
  newShipBy: instant(newShipBy),
  shipByBefore: instant(shipByBefore),
});

/** Paid and reversed by one policy: the one its amount was taken from. */
function compensationIn({ kind, status, shipBy, amount, history }: CompensationAnswer) {
  const [policyVersion = 0, ...others] = new Set(history.map((line) => line.policyVersion));
  expect(others).toEqual([]);
  return { kind, status, shipBy: instant(shipBy), amount: amount.amountMinor, policyVersion };
}

/** SP-14: a buyer sends no cards; beside that, all who look see the same reasons. */
function stateReasons(reasons: readonly string[], maySend: boolean): string[] {
  expect(reasons.includes('FORBIDDEN')).toBe(!maySend);
  return reasons.filter((reason) => reason !== 'FORBIDDEN').sort();
}

function cardIn(card: CardAnswer): Answers['cards'][number] {
  const { number, status, shipDate, reason, remark, secondsLeft } = card;
  const shipBy = instant(card.shipBy);
  const sentAt = instant(card.sentAt);
  const answerBy = instant(card.answerBy);
  const answeredAt = instantOrNull(card.answeredAt);
  expect(card.atDeadline === null).toBe(status !== 'PENDING');
  const facts = { number, status, shipDate, shipBy, reason, remark, sentAt };
  return { ...facts, answerBy, answeredAt, secondsLeft };
}

/** SP-11: the buyer can accept and decline while the card is open and not after; the seller never. */
function expectAvailable(proposals: readonly CardAnswer[], mayAnswer: boolean): void {
  for (const { status, answerBy, availableActions } of proposals) {
    const allowed = mayAnswer && status === 'PENDING';
    const why = mayAnswer ? 'PROPOSAL_NOT_PENDING' : 'FORBIDDEN';
    const rest = { allowed, reasons: allowed ? [] : [why], until: allowed ? answerBy : null };
    expect(availableActions).toEqual([
      { action: 'ACCEPT', ...rest },
      { action: 'DECLINE', ...rest },
    ]);
  }
}
