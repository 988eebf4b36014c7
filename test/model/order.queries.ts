/** What buyers and sellers ask for, and how their answers look to the reference. */
import {
  cardFacts,
  type Answers,
  type CardFacts,
  type Change,
  type Chronicle,
  type Entry,
  type Message,
} from './model.types';

export const ANSWERS = /* GraphQL */ `
  query ($id: ID!) {
    order(id: $id) {
      status
      sla
      shipBy
      shipBySource
      originalShipBy
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
    }
    breached: orders(filter: { sla: [BREACHED] }) {
      totalCount
    }
  }
`;

export const CHRONICLE = /* GraphQL */ `
  query ($id: ID!) {
    order(id: $id) {
      proposals {
        id
        number
      }
      history {
        subjectId
        at
        actor
        rule
        from
        to
      }
      conversation {
        id
        messages(first: 100) {
          nodes {
            id
            number
            kind
            sender
            seat
            code
            text
            createdAt
            card {
              proposalId
              number
              shipDate
              answerBy
              reason
              remark
            }
          }
        }
      }
    }
    inbox(first: 100) {
      nodes {
        kind
        occurredAt
        actor
        order {
          id
        }
        proposal {
          number
        }
        message {
          number
        }
      }
    }
  }
`;

export const NUMBERS =
  'SELECT number FROM inbox_entries WHERE inbox_id IN (?, ?) ORDER BY inbox_id, number';

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

export interface OrderAnswer {
  readonly order: {
    readonly status: string;
    readonly sla: string;
    readonly shipBy: string;
    readonly shipBySource: string;
    readonly originalShipBy: string;
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
  };
  readonly breached: { readonly totalCount: number };
}

export interface MessageAnswer extends Omit<Message, 'card'> {
  readonly id: string;
  readonly card: (Omit<CardFacts, 'answerBy'> & { readonly answerBy: string }) | null;
}

interface EntryAnswer extends Pick<Entry, 'kind' | 'actor'> {
  readonly occurredAt: string;
  readonly proposal: { readonly number: number } | null;
  readonly message: { readonly number: number } | null;
}

interface ChangeAnswer extends Pick<Change, 'from' | 'to' | 'actor'> {
  readonly subjectId: string;
  readonly at: string;
  readonly rule: string;
}

export interface ChronicleAnswer {
  readonly order: {
    readonly proposals: readonly { readonly id: string; readonly number: number }[];
    readonly history: readonly ChangeAnswer[];
    readonly conversation: {
      readonly id: string;
      readonly messages: { readonly nodes: readonly MessageAnswer[] };
    };
  };
  readonly inbox: { readonly nodes: readonly EntryAnswer[] };
}

const instant = (text: string | null): number => Date.parse(text ?? '');
const instantOrNull = (text: string | null): number | null =>
  text === null ? null : instant(text);

/** Checks on the way what must hold whatever the reference says. */
export function answersIn({ order, breached }: OrderAnswer, role: string): Answers {
  const { canPropose, proposals } = order;
  expect(canPropose.allowed).toBe(canPropose.reasons.length === 0);
  expect(breached.totalCount).toBe(order.sla === 'BREACHED' ? 1 : 0);
  expectAvailable(proposals, role === 'BUYER');
  return {
    status: order.status,
    sla: order.sla,
    shipBy: instant(order.shipBy),
    shipBySource: order.shipBySource,
    originalShipBy: instant(order.originalShipBy),
    agreedShipBy: instantOrNull(order.agreedShipBy),
    pickedUpAt: instantOrNull(order.pickedUpAt),
    proposalsLeft: order.proposalsLeft,
    canPropose: {
      reasons: stateReasons(canPropose.reasons, role === 'SELLER'),
      earliest: canPropose.earliestShipDate,
      latest: canPropose.latestShipDate,
    },
    cards: proposals.map(cardIn),
  };
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

export interface ReadChronicle {
  readonly asSeller: ChronicleAnswer;
  readonly asBuyer: ChronicleAnswer;
  /** The numbers in the one inbox, then in the other. */
  readonly inboxNumbers: readonly number[];
}

export function chronicleIn({ asSeller, asBuyer, inboxNumbers }: ReadChronicle): Chronicle {
  const buyerEntries: Entry[] = asBuyer.inbox.nodes.map(entryIn);
  const shopEntries: Entry[] = asSeller.inbox.nodes.map(entryIn);
  const gapFree = buyerEntries.map((_entry, index) => index + 1);
  expect(inboxNumbers).toEqual([...gapFree, ...gapFree]);
  const { order } = asSeller;
  expect(asBuyer.order.conversation).toEqual(order.conversation);
  return {
    messages: order.conversation.messages.nodes.map(messageIn),
    buyerEntries,
    shopEntries,
    changes: order.history.map((row) => changeIn(order, row)),
  };
}

const messageIn = ({ number, kind, sender, code, card }: MessageAnswer): Message => ({
  number,
  kind,
  sender,
  code,
  card: card && cardFacts({ ...card, answerBy: instant(card.answerBy) }),
});

const entryIn = ({ kind, actor, occurredAt, proposal, message }: EntryAnswer): Entry => ({
  kind,
  actor,
  card: proposal?.number ?? null,
  message: message?.number ?? null,
  at: instant(occurredAt),
});

function changeIn(order: ChronicleAnswer['order'], change: ChangeAnswer): Change {
  const { subjectId, from, to, actor, rule } = change;
  expect(rule).toMatch(/^(OR|SP)-\d+$/);
  const card = order.proposals.find(({ id }) => id === subjectId);
  return { subject: card?.number ?? 'order', from, to, actor, at: instant(change.at) };
}
