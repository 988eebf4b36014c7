import { once, EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { eachDatabase, type TestDatabase } from '../services/databases';
import type { TestNode } from '../support/node';
import { accept, decline, send } from './contenders';
import { ANSWER_BY, RaceCourse } from './race-course';
import type { Contender } from './races';

const EXPIRED = 'PROPOSAL_NOT_PENDING EXPIRED';

/** Whoever waited for an order is judged by the time after the waiting: reading the clock first would let the late in. */
eachDatabase('an act that waits for its order', (database) => {
  let course: RaceCourse;
  beforeAll(async () => {
    course = await RaceCourse.open(database);
  });
  afterAll(() => course.close());

  const acts: [string, Contender][] = [
    ['accepting', accept],
    ['declining', decline],
  ];

  test.each(acts)(
    'SP-6 TM-3 %s: in time when the deadline is the second',
    async (_name, answer) => {
      expect(await waited(ANSWER_BY, answer)).toBe('');
    },
  );

  test.each(acts)('SP-6 TM-3 %s: too late a second after', async (_name, answer) => {
    expect(await waited(ANSWER_BY + 1_000, answer)).toBe(EXPIRED);
  });

  test('SP-5 SP-6 sending: the card before is open in its last second, and over in the next', async () => {
    expect(await waited(ANSWER_BY, send)).toBe('PROPOSAL_ALREADY_PENDING');
    expect(await waited(ANSWER_BY + 1_000, send)).toBe('');
  });

  /** Holds an order, lets the act wait for it, moves the clock, lets go, and answers with what the act was told. */
  async function waited(instant: number, contender: Contender): Promise<string> {
    const [order] = await course.prepare({ declined: 0, open: true }, 1);
    const node = course.nodes[0]!;
    const gate = new EventEmitter();
    const holding = hold(node, order!.id, gate, instant);
    await once(gate, 'held');
    const answer = contender(course.nodes.at(-1)!, order!);
    await untilWaiting(node, database);
    gate.emit('go');
    await holding;
    return answer;
  }
});

/** Takes the order and keeps it until the gate says go; the clock moves with the same commit. */
function hold(node: TestNode, orderId: string, gate: EventEmitter, instant: number) {
  const { db, clock } = node.app;
  return db.transact(async (tx) => {
    await tx.rows(`SELECT id FROM orders WHERE id = ?${db.dialect.forUpdate}`, [orderId]);
    const go = once(gate, 'go');
    gate.emit('held');
    await go;
    await clock.stopAt(tx, instant);
  });
}

/** InnoDB tells who waits from a copy, which it makes anew only when nobody has asked for 100 ms. */
const COPY_MS = 150;

/** MariaDB says who waits for a lock; on SQLite the writer's queue is a promise, entered at once. */
async function untilWaiting({ app: { db } }: TestNode, { kind }: TestDatabase): Promise<void> {
  if (kind === 'sqlite') return;
  const sql = `SELECT COUNT(*) AS waiting FROM information_schema.innodb_trx
    JOIN information_schema.processlist ON id = trx_mysql_thread_id
    WHERE trx_state = 'LOCK WAIT' AND db = DATABASE()`;
  for (;;) {
    const [row] = await db.rows<{ waiting: number }>(sql);
    if (Number(row?.waiting) > 0) return;
    await wait(COPY_MS);
  }
}
