import type { DataSource } from 'typeorm';
import { ProposalStatus } from '../../src/shipping-proposals/shipping-proposal.entity';
import { eachDatabase } from '../services/databases';
import { endNaively, openNaively } from './naive';
import { RaceCourse } from './race-course';
import { verdictFaults, type Race } from './races';

/** Most of them have two winners. */
const RACES = 50;

const { ACCEPTED, DECLINED, EXPIRED, VOIDED } = ProposalStatus;
const ended = (state: string): string => `PROPOSAL_NOT_PENDING ${state}`;

eachDatabase('find and save, raced like the product', (database) => {
  let course: RaceCourse;
  let source: DataSource;
  beforeAll(async () => {
    course = await RaceCourse.open(database);
    source = await openNaively(course.databaseUrl);
  });
  afterAll(async () => {
    await source.destroy();
    await course.close();
  });

  const raceOf = (rival: ProposalStatus): Race => ({
    title: `ACCEPTED and ${rival}`,
    declined: 0,
    open: true,
    contenders: [endNaively(source, ACCEPTED), endNaively(source, rival)],
    verdicts: { ACCEPTED: [['', ended(ACCEPTED)]], [rival]: [[ended(rival), '']] },
  });

  test.each([DECLINED, EXPIRED, VOIDED])('ACCEPTED and %s both win', async (rival) => {
    const race = raceOf(rival);
    const finishes = await course.run(race, RACES);
    const faults = finishes.flatMap((finish) => verdictFaults(race, finish));
    expect(faults.length).toBeGreaterThan(0);
    expect(new Set(faults.map((fault) => fault.replace(/^\w+: /, '')))).toEqual(
      new Set(['["",""]']),
    );
  });

  test('one after the other nobody sees a difference', async () => {
    const race = raceOf(DECLINED);
    for (const order of await course.prepare(race, 5)) {
      const answers: string[] = [];
      for (const contender of race.contenders)
        answers.push(await contender(course.nodes[0]!, order));
      expect(verdictFaults(race, { answers, cards: [ACCEPTED] })).toEqual([]);
    }
  });
});
