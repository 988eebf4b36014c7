import { eachDatabase } from '../services/databases';
import { scale, type Random } from '../services/scale';
import type { TestNode } from '../support/node';
import { accept, acceptByKey, close, consign, decline, pickUp, send } from './contenders';
import { ANSWER_BY, RaceCourse, type Beside } from './race-course';
import { newestOf, someTurns, stateFaults, verdictFaults, type Finish, type Race } from './races';

const RACES = 1_000;
const LIMIT_MS = 10 * 60_000;

const ended = (state: string): string => `PROPOSAL_NOT_PENDING ${state}`;
const open = { declined: 0, open: true };
/** The order's end may come after the acceptance, and wins where it comes before. */
const againstTheEnd = { ACCEPTED: [['', '']], VOIDED: [[ended('VOIDED'), '']] };
const LAST_CARD = 'PROPOSAL_ALREADY_PENDING, PROPOSAL_LIMIT_REACHED';

const RACED: readonly Race[] = [
  {
    title: 'SP-12 accepting and declining',
    ...open,
    contenders: [accept, decline],
    verdicts: { ACCEPTED: [['', ended('ACCEPTED')]], DECLINED: [[ended('DECLINED'), '']] },
  },
  {
    title: 'SP-13 accepting and consigning',
    ...open,
    contenders: [accept, consign],
    verdicts: againstTheEnd,
  },
  {
    title: 'SP-13 OR-4 accepting and a pick-up',
    ...open,
    contenders: [accept, pickUp],
    verdicts: againstTheEnd,
  },
  {
    title: 'SP-13 OR-8 accepting and closing',
    ...open,
    contenders: [accept, close],
    verdicts: againstTheEnd,
  },
  {
    title: 'SP-3 SP-5 sending the last card twice',
    declined: 2,
    open: false,
    contenders: [send, send],
    verdicts: { PENDING: [['', LAST_CARD], [LAST_CARD, '']] }, // prettier-ignore
  },
  {
    title: 'SP-1 SP-13 sending and consigning',
    declined: 0,
    open: false,
    contenders: [send, consign],
    verdicts: { VOIDED: [['', '']], 'NO CARD': [['ORDER_NOT_AWAITING_SHIPMENT', '']] },
  },
  {
    title: 'SP-12 accepting twice, without a key',
    ...open,
    contenders: [accept, accept],
    verdicts: { ACCEPTED: [['', '']] },
  },
  {
    title: 'SP-12 accepting twice, with one key',
    ...open,
    contenders: [acceptByKey, acceptByKey],
    verdicts: { ACCEPTED: [['', '']] },
  },
];

const EXPIRING: Race = {
  title: 'SP-6 TM-3 accepting and expiring',
  ...open,
  contenders: [accept],
  verdicts: { ACCEPTED: [['']], EXPIRED: [[ended('EXPIRED')]] },
};

/** Two sweeps on any node, beside the acceptances; in the end everything due is recorded. */
const sweeps = (nodes: readonly TestNode[], { pick }: Random) => [
  pick(nodes).recordDue(),
  pick(nodes).recordDue(),
];

/** The clock passes the deadline while some accept and others sweep. */
const passing: Beside['run'] = (nodes, random) => [
  ...sweeps(nodes, random),
  someTurns(random)
    .then(() => random.pick(nodes).stopClockAt(ANSWER_BY + 1_000))
    .then(() => Promise.all(sweeps(nodes, random))),
];

eachDatabase('a race for a card', (database) => {
  let course: RaceCourse;
  beforeAll(async () => {
    course = await RaceCourse.open(database);
  });
  afterAll(() => course.close());

  test.each(RACED.map((race) => [race.title, race] as const))(
    '%s: one winner, told once',
    async (_title, race) => {
      const finishes = await course.run(race, scale(RACES));
      expectFair(race, finishes);
      // Chance decides who starts first: each side wins some.
      expect(new Set(finishes.map(newestOf))).toEqual(new Set(Object.keys(race.verdicts)));
    },
    LIMIT_MS,
  );

  test(
    'SP-6 TM-3 accepting in the last second wins against the sweep',
    async () => {
      const atDeadline: Beside = { startAt: ANSWER_BY, run: sweeps };
      const finishes = await course.run(EXPIRING, scale(RACES), atDeadline);
      expectFair(EXPIRING, finishes);
      expect(new Set(finishes.map(newestOf))).toEqual(new Set(['ACCEPTED']));
    },
    LIMIT_MS,
  );

  test(
    'SP-6 TM-3 accepting in the second after loses, whether or not a sweep came first',
    async () => {
      const afterDeadline: Beside = { startAt: ANSWER_BY + 1_000, run: sweeps };
      const finishes = await course.run(EXPIRING, scale(RACES), afterDeadline);
      expectFair(EXPIRING, finishes);
      expect(new Set(finishes.map(newestOf))).toEqual(new Set(['EXPIRED']));
    },
    LIMIT_MS,
  );

  test(
    'SP-6 TM-3 accepting while the deadline passes: accepted or expired, told once',
    async () => {
      const whilePassing: Beside = { startAt: ANSWER_BY, run: passing };
      const finishes = await course.run(EXPIRING, scale(RACES), whilePassing);
      expectFair(EXPIRING, finishes);
    },
    LIMIT_MS,
  );
});

function expectFair(race: Race, finishes: readonly Finish[]): void {
  const faults = finishes.flatMap((finish) => [
    ...verdictFaults(race, finish),
    ...stateFaults(finish),
  ]);
  expect(faults).toEqual([]);
}
