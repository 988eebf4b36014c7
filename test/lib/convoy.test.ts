import { Convoy, ReadConvoy, type Send, type Statement } from '../../src/lib/convoy';

/** A connection that answers each statement with its text, unless told to fail at one. */
class Connection {
  readonly journeys: string[][] = [];

  constructor(private readonly failing = '') {}

  readonly send: Send = async (statements: readonly Statement[]) => {
    this.journeys.push(statements.map(({ sql }) => sql));
    await new Promise(setImmediate);
    if (statements.some(({ sql }) => sql === this.failing)) throw new Error(this.failing);
    return statements.map(({ sql }) => [sql]);
  };
}

describe('statements of one transaction', () => {
  test('what is said in the same moment leaves together, in its order, and is answered each to who said it', async () => {
    const { send, journeys } = new Connection();
    const convoy = new Convoy(send);
    const two = Promise.resolve().then(() => convoy.say('two'));
    const said = [convoy.say('one'), two, convoy.say('three')];
    expect(await Promise.all(said)).toEqual([['one'], ['two'], ['three']]);
    expect(journeys).toEqual([['one', 'three', 'two']]);
  });

  test('what is said while others are under way leaves after them, together', async () => {
    const { send, journeys } = new Connection();
    const convoy = new Convoy(send);
    const first = convoy.say('one');
    await new Promise(setImmediate);
    await Promise.all([first, convoy.say('two'), convoy.say('three')]);
    expect(journeys).toEqual([['one'], ['two', 'three']]);
  });

  test('trap 5 after one has failed nothing leaves any more, and everybody is told why', async () => {
    const { send, journeys } = new Connection('two');
    const convoy = new Convoy(send);
    const together = ['one', 'two', 'three'].map((sql) => convoy.say(sql));
    await new Promise(setImmediate);
    const later = convoy.say('four');
    for (const said of [...together, later, later.catch(() => convoy.say('five'))])
      await expect(said).rejects.toThrow('two');
    expect(journeys).toEqual([['one', 'two', 'three']]);
  });

  test('stopped, it waits for what is under way and drops the rest', async () => {
    const { send, journeys } = new Connection();
    const convoy = new Convoy(send);
    const first = convoy.say('one');
    await new Promise(setImmediate);
    const second = convoy.say('two');
    second.catch(() => undefined);
    let hasArrived = false;
    void first.then(() => (hasArrived = true));
    await convoy.stop(new Error('over'));
    expect(hasArrived).toBe(true);
    await expect(second).rejects.toThrow('over');
    await expect(convoy.say('three')).rejects.toThrow('over');
    expect(journeys).toEqual([['one']]);
  });

  test('no more leave together than a server takes as one text', async () => {
    const { send, journeys } = new Connection();
    const convoy = new Convoy(send);
    const values = Array.from({ length: 30_000 }, () => 1);
    await Promise.all(['one', 'two', 'three'].map((sql) => convoy.say(sql, values)));
    await Promise.all(Array.from({ length: 150 }, () => convoy.say('short')));
    expect(journeys.map((together) => together.length)).toEqual([2, 1, 100, 50]);
  });
});

describe('reads of whoever reads in the same moment', () => {
  test('travel together, a few at a time', async () => {
    const { send, journeys } = new Connection();
    const reads = new ReadConvoy(send);
    const texts = Array.from({ length: 20 }, (_, index) => `read ${String(index)}`);
    const rows = await Promise.all(texts.map((sql) => reads.rows(sql, [])));
    expect(rows).toEqual(texts.map((sql) => [sql]));
    expect(journeys.map((together) => together.length)).toEqual([8, 8, 4]);
  });

  test('the failure of one is nobody else’s', async () => {
    const { send } = new Connection('two');
    const reads = new ReadConvoy(send);
    const [one, two, three] = await Promise.allSettled(
      ['one', 'two', 'three'].map((sql) => reads.rows(sql, [])),
    );
    expect([one?.status, two?.status, three?.status]).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  test('a database that is away is not asked again for each of them', async () => {
    let asked = 0;
    const reads = new ReadConvoy(() => {
      asked += 1;
      return Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    });
    const ended = await Promise.allSettled(['one', 'two'].map((sql) => reads.rows(sql, [])));
    expect([asked, ...ended.map(({ status }) => status)]).toEqual([1, 'rejected', 'rejected']);
  });
});
