/** Everything that was ever told of an order, and how it looks to the reference. */
import { instant } from './answers.query';
import {
  cardFacts,
  type CardFacts,
  type Change,
  type Chronicle,
  type Entry,
  type Message,
} from './model.types';

export const CHRONICLE = /* GraphQL */ `
  query ($id: ID!, $after: String) {
    order(id: $id) {
      id
      proposals {
        id
        number
      }
      reports {
        id
      }
      compensations {
        id
      }
      complaint {
        id
      }
      history {
        subjectId
        at
        actor
        rule
        from
        to
        policyVersion
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
    inbox(first: 100, after: $after) {
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
        report {
          id
        }
        compensation {
          id
        }
        complaint {
          id
        }
      }
    }
  }
`;

/** Where the inbox of staff, shared by all orders, stands. */
export const HEAD = '{ inboxHead }';

/** The numbers of an order's entries: by inbox, in order. */
export const NUMBERS = `SELECT inbox_id, number FROM inbox_entries
  WHERE inbox_id IN (?, ?, 'staff') AND order_id = ? ORDER BY inbox_id, number`;

export interface NumberRow {
  readonly inbox_id: string;
  readonly number: number;
}

export interface MessageAnswer extends Omit<Message, 'card'> {
  readonly id: string;
  readonly card: (Omit<CardFacts, 'answerBy'> & { readonly answerBy: string }) | null;
}

interface Identified {
  readonly id: string;
}

interface EntryAnswer extends Pick<Entry, 'kind' | 'actor'> {
  readonly occurredAt: string;
  readonly proposal: { readonly number: number } | null;
  readonly message: { readonly number: number } | null;
  readonly report: Identified | null;
  readonly compensation: Identified | null;
  readonly complaint: Identified | null;
}

interface ChangeAnswer extends Omit<Change, 'subject' | 'at'> {
  readonly subjectId: string;
  readonly at: string;
  readonly rule: string;
}

interface OrderTold {
  readonly id: string;
  readonly proposals: readonly { readonly id: string; readonly number: number }[];
  readonly reports: readonly Identified[];
  readonly compensations: readonly Identified[];
  readonly complaint: Identified | null;
  readonly history: readonly ChangeAnswer[];
  readonly conversation: {
    readonly id: string;
    readonly messages: { readonly nodes: readonly MessageAnswer[] };
  };
}

export interface ChronicleAnswer {
  readonly order: OrderTold;
  readonly inbox: { readonly nodes: readonly EntryAnswer[] };
}

export interface ReadChronicle {
  readonly asSeller: ChronicleAnswer;
  readonly asBuyer: ChronicleAnswer;
  readonly asStaff: ChronicleAnswer;
  readonly numbers: readonly NumberRow[];
}

export function chronicleIn({ asSeller, asBuyer, asStaff, numbers }: ReadChronicle): Chronicle {
  const { order } = asSeller;
  expect(asBuyer.order.conversation).toEqual(order.conversation);
  expect(asStaff.order.history).toEqual(order.history);
  const entries = (told: ChronicleAnswer) => told.inbox.nodes.map((row) => entryIn(order, row));
  const chronicle = {
    messages: order.conversation.messages.nodes.map(messageIn),
    buyerEntries: entries(asBuyer),
    shopEntries: entries(asSeller),
    staffEntries: entries(asStaff),
    changes: order.history.map((row) => changeIn(order, row)),
    changesForBuyer: asBuyer.order.history.map((row) => changeIn(order, row)),
  };
  expectGapFree(chronicle, numbers);
  return chronicle;
}

/** IN-2: buyer and shop are the order's own, so their numbers begin at 1; while it is played nobody else writes to staff. */
function expectGapFree(
  { buyerEntries, shopEntries, staffEntries }: Chronicle,
  numbers: readonly NumberRow[],
): void {
  const [first] = numbers.filter(({ inbox_id }) => inbox_id === 'staff');
  const from = (number: number, entries: readonly Entry[]) =>
    entries.map((_entry, index) => number + index);
  expect(numbers.map(({ number }) => number)).toEqual([
    ...from(1, buyerEntries),
    ...from(1, shopEntries),
    ...from(first?.number ?? 1, staffEntries),
  ]);
}

const messageIn = ({ number, kind, sender, code, card }: MessageAnswer): Message => ({
  number,
  kind,
  sender,
  code,
  card: card && cardFacts({ ...card, answerBy: instant(card.answerBy) }),
});

/** The number of a thing within its order: the first is 1. */
const numberIn = (all: readonly Identified[], one: Identified | null): number | null =>
  one && all.findIndex(({ id }) => id === one.id) + 1;

const entryIn = (order: OrderTold, entry: EntryAnswer): Entry => ({
  kind: entry.kind,
  actor: entry.actor,
  card: entry.proposal?.number ?? null,
  message: entry.message?.number ?? null,
  report: numberIn(order.reports, entry.report),
  compensation: numberIn(order.compensations, entry.compensation),
  complaint: entry.complaint !== null,
  at: instant(entry.occurredAt),
});

function changeIn(order: OrderTold, { subjectId, rule, at, ...change }: ChangeAnswer): Change {
  expect(rule).toMatch(/^(OR|SP|DR|CO)-\d+$/);
  return { ...change, subject: subjectOf(order, subjectId), at: instant(at) };
}

function subjectOf(order: OrderTold, subjectId: string): string {
  const things = {
    card: order.proposals,
    report: order.reports,
    compensation: order.compensations,
  };
  for (const [name, all] of Object.entries(things)) {
    const number = numberIn(all, { id: subjectId });
    if (number !== null && number > 0) return `${name} ${String(number)}`;
  }
  if (subjectId === order.complaint?.id) return 'complaint';
  return subjectId === order.id ? 'order' : subjectId;
}
