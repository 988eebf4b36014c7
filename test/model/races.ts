/** Races on the cards of many orders at once, and what must be true of every order when they are over. */
import { setImmediate } from 'node:timers/promises';
import type { TestNode } from '../support/node';
import type { Random } from '../services/scale';

/** Somebody who acts on an order; answers with the codes of the refusal, nothing for a success. */
export type Contender = (node: TestNode, order: RacingOrder) => Promise<string>;

export interface RacingOrder {
  readonly id: string;
  readonly orderNo: string;
  readonly shopId: string;
  readonly buyerId: string;
  /** The open card; empty when the race is about sending one. */
  cardId: string;
  /** The submitted report; empty when the race is not about one. */
  reportId: string;
}

export interface Race {
  readonly title: string;
  /** Cards sent and declined before the race, and whether one is open when it starts. */
  readonly declined: number;
  readonly open: boolean;
  readonly contenders: readonly Contender[];
  /** What the contenders may be answered, by what became of the newest card. */
  readonly verdicts: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** An order when the race is over. */
export interface Finish {
  readonly answers: readonly string[];
  /** The states of its cards, in the order they were sent. */
  readonly cards: readonly string[];
  readonly agreed: boolean;
  readonly messageNumbers: readonly number[];
  /** The codes of its system messages. */
  readonly told: readonly string[];
  readonly buyerKinds: readonly string[];
  readonly shopKinds: readonly string[];
}

export const newestOf = ({ cards }: Pick<Finish, 'cards'>): string => cards.at(-1) ?? 'NO CARD';

/** Exactly one winner, and the loser is told why. */
export function verdictFaults(race: Race, { answers, cards }: Pick<Finish, 'answers' | 'cards'>) {
  const allowed = race.verdicts[newestOf({ cards })] ?? [];
  const said = JSON.stringify(answers);
  const isAllowed = allowed.some((verdict) => JSON.stringify(verdict) === said);
  return isAllowed ? [] : [`${newestOf({ cards })}: ${said}`];
}

const countOf = (words: readonly string[], word: string): number =>
  words.filter((other) => other === word).length;

/** The acts that void an open card (SP-13). */
const ENDINGS = ['ORDER_CONSIGNED', 'ORDER_PICKED_UP', 'ORDER_CLOSED'];

/** SP-3, SP-4, SP-5, SP-8, SP-13, MS-1, IN-1: what must hold however the race went. */
export function stateFaults(finish: Finish): string[] {
  const { cards, told, agreed, messageNumbers, buyerKinds, shopKinds } = finish;
  const faults: [boolean, string][] = [
    [cards.length > 3, 'a fourth card'],
    [countOf(cards, 'ACCEPTED') > 1, 'two acceptances'],
    [countOf(cards, 'PENDING') > 1, 'two open cards'],
    [agreed !== cards.includes('ACCEPTED'), 'the ship-by does not fit the cards'],
    [messageNumbers.some((number, index) => number !== index + 1), 'a gap in the chat'],
    [told.length !== cards.length - countOf(cards, 'PENDING'), 'ends and messages differ'],
    [countOf(buyerKinds, 'PROPOSAL_SENT') !== cards.length, 'cards and entries differ'],
    [JSON.stringify(buyerKinds) !== JSON.stringify(shopKinds), 'the inboxes differ'],
  ];
  const endings = buyerKinds.filter((kind) => ENDINGS.includes(kind));
  faults.push([new Set(endings).size < endings.length, 'the order ended twice']);
  faults.push([countOf(cards, 'VOIDED') > endings.length, 'a card is void without a reason']);
  for (const end of ['ACCEPTED', 'DECLINED', 'EXPIRED', 'VOIDED']) {
    const code = `PROPOSAL_${end}`;
    const ended = countOf(cards, end);
    const entered = end === 'VOIDED' ? 0 : ended; // the act that voids a card has an entry of its own
    faults.push([countOf(told, code) !== ended, `${code} told ${countOf(told, code)} times`]);
    faults.push([countOf(buyerKinds, code) !== entered, `${code} entered wrongly`]);
  }
  return faults.filter(([holds]) => holds).map(([, fault]) => fault);
}

/** Enough for the first to be anywhere in its transaction when the last begins. */
const MOST_TURNS = 30;

/** Lets turns of the event loop pass: as many as chance says, or the most. */
export async function someTurns(random?: Random): Promise<void> {
  const turns = random?.int(0, MOST_TURNS) ?? MOST_TURNS;
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
}

/**
 * Starts all contenders of all orders nearly at once. Which of an order's starts first, how many turns of the event loop it
 * waits before, and on which node it runs, is left to chance.
 */
export async function run(
  nodes: readonly TestNode[],
  orders: readonly RacingOrder[],
  race: Pick<Race, 'contenders'>,
  random: Random,
): Promise<string[][]> {
  const start = async (contender: Contender, order: RacingOrder): Promise<string> => {
    const node = random.pick(nodes);
    await someTurns(random);
    return contender(node, order);
  };
  const running = orders.map((order) =>
    Promise.all(race.contenders.map((contender) => start(contender, order))),
  );
  return Promise.all(running);
}
