/**
 * Acts that share a transaction. Each is judged as it would be by itself, and what they all leave to the end is written with the same few
 * statements: one commit, one INSERT of messages, one of history, one of entries.
 *
 * None of them has to do with another: a row that acts lock belongs to one of them, and nobody waits here for a row that others hold.
 * Who meets such a row, or cannot be judged with the others for another reason, goes on alone afterwards. If the transaction fails,
 * whatever the reason, it has changed nothing, and all of them go on alone: one's failure is nobody else's.
 */
import { Refused } from '../lib/refusal';
import type { Transaction } from '../lib/database';
import type { Value } from '../lib/sql';
import { Act } from './act';
import type { App } from './app';
import type { Company } from './company';
import { finish } from './finish';
import { knowLeft, leftBy, readWith, type Errand, type Performed } from './errand';

class GoesAlone extends Error {
  constructor() {
    super('This act goes on by itself.');
  }
}

export class ActGroup implements Company {
  readonly isShared = true;
  private readonly held = new Set<string>();

  /** These rows are this act's. */
  claim(rows: readonly string[]): void {
    if (rows.some((row) => this.held.has(row))) this.leave();
    for (const row of rows) this.held.add(row);
  }

  leave(): void {
    throw new GoesAlone();
  }
}

/** A member's share of the transaction, which knows whether it has changed anything. */
class Share implements Transaction {
  hasWritten = false;

  constructor(private readonly tx: Transaction) {}

  rows<R>(sql: string, parameters?: readonly Value[]): Promise<R[]> {
    return this.tx.rows<R>(sql, parameters);
  }

  run(sql: string, parameters?: readonly Value[]): Promise<number> {
    this.hasWritten = true;
    return this.tx.run(sql, parameters);
  }

  post(sql: string, parameters: readonly Value[], changes?: number): void {
    this.hasWritten = true;
    this.tx.post(sql, parameters, changes);
  }
}

interface Judged {
  readonly act: Act;
  readonly errand: Errand<unknown>;
  readonly result: unknown;
}

/** What came of each, in their order; undefined for who has to go on alone. Fails where none of it has happened. */
export async function performTogether(
  app: App,
  errands: readonly Errand<unknown>[],
): Promise<(Performed<unknown> | undefined)[]> {
  const { judged, done, rings, found } = await app.db.transact((tx) => actsIn(app, tx, errands), {
    attempts: 1,
    onCommit: ({ done }) => {
      for (const { act } of done) knowLeft(app, act);
    },
  });
  app.bell.ring(await rings, leftBy(done.map(({ act }) => act)));
  return Promise.all(
    judged.map(async (one) => one && { ...answerOf(one), found: await found.get(one) }),
  );
}

const answerOf = ({ act: { now }, result }: Judged) => ({ result, now });

async function actsIn(app: App, tx: Transaction, errands: readonly Errand<unknown>[]) {
  const group = new ActGroup();
  const judging = errands.map((errand) => judge(app, new Share(tx), group, errand));
  // All have to be done with the transaction before it ends.
  await Promise.allSettled(judging);
  const judged = await Promise.all(judging);
  const done = judged.filter(isDone);
  const acts = done.map(({ act }) => act);
  const { rings } = await finish(tx, app, acts);
  const found = new Map<Judged, Promise<unknown>>();
  for (const one of done) found.set(one, readWith(one.act, one.errand, one.result));
  return { judged, done, rings, found };
}

const isDone = (one: Judged | undefined): one is Judged =>
  one !== undefined && !(one.result instanceof Refused);

/** What has written something cannot be taken out of the transaction any more: it fails for all of them. */
async function judge(
  app: App,
  share: Share,
  group: ActGroup,
  errand: Errand<unknown>,
): Promise<Judged | undefined> {
  const act = new Act(app, share, errand.actor, group);
  try {
    const result = await errand.work(act);
    await act.time();
    if (result instanceof Refused && share.hasWritten) throw new GoesAlone();
    return { act, errand, result };
  } catch (error) {
    if (share.hasWritten) throw error;
    return undefined;
  }
}
