/** The authorization matrix: what the two tables say is right, asked of the running product. */
import { extendSchema, parse } from 'graphql';
import { buildSchema } from '../../src/schema';
import { isFullScale, seed } from '../services/scale';
import { FIELD_LAW, gapsIn, neverSaid, operationLaw } from './law';
import { matrixOf } from './matrix';
import { tryMutants } from './mutants';
import { openWorld, type Cell } from './world';

const schema = buildSchema(() => Promise.resolve());

const sentenceOf = ({ what, viewer, door, law, found }: Cell): string =>
  `${what}, ${viewer}, ${door}: the law says ${law}, found ${found}`;

describe('the tables', () => {
  test('AC-1 every field and operation of the schema has a row, and every row a field', () => {
    expect(gapsIn(schema)).toEqual([]);
  });

  test('a field or operation without a row is named', () => {
    const more = parse(
      `extend type Ticket { mood: String } extend type TicketUrgePayload { mood: String }
      extend type Query { moods: String }`,
    );
    expect(gapsIn(extendSchema(schema, more))).toEqual([
      'Ticket.mood has no row in test/rights/who-may-see-what.md: say who may see it.',
      'TicketUrgePayload.mood has no row in test/rights/who-may-see-what.md: say who may see it.',
      'Query.moods has no row in test/rights/who-may-do-what.md: say who may do it.',
    ]);
  });
});

/** One sentence for the reader of the run. */
function say(
  cells: number,
  {
    guards,
    tried,
    survivors,
  }: Record<'guards' | 'tried', number> & { survivors: readonly string[] },
) {
  const operations = (['Queries', 'Mutations', 'Subscriptions'] as const).flatMap(operationLaw);
  console.log(
    `${FIELD_LAW.size} fields, ${operations.length} operations, ${cells} cells, ${guards} guards; of ${tried} ways to be without one ${tried - survivors.length} were caught`,
  );
}

/** A short run takes a few guards out; the full one every one of them (about four minutes). */
const FEW = 3;

test('AC-1 AC-2 AC-3 AC-5 no cell is wrong, and every guard is missed by one when it is out', async () => {
  const report = await tryMutants(isFullScale() ? 'all' : FEW, seed());
  say(report.cells, report);
  expect(report.wrong).toEqual([]);
  expect(report.survivors).toEqual([]);
  // What is null for everybody could be hidden from all, and nobody would know.
  expect(report.unseen).toEqual(neverSaid());
  expect(report.tried).toBeGreaterThanOrEqual(FEW);
}, 900_000);

// Without switches around the guards, for every seat, and with what nobody can be told.
if (isFullScale())
  test('AC-1 AC-2 AC-3 AC-5 every cell is right for every seat', async () => {
    const world = await openWorld();
    const { cases, unseen } = await matrixOf(world, { isFull: true, looksTwice: false });
    const cells: Cell[] = [];
    for (const one of cases) cells.push(...(await one.run()));
    await world.close();
    console.log(`${cells.length} cells without switches`);
    expect(cells.filter(({ isRight }) => !isRight).map(sentenceOf)).toEqual([]);
    expect(unseen).toEqual(neverSaid());
  }, 300_000);
