/** What is to be done as one act, and how it is done in a transaction of its own. */
import { Refused } from '../lib/refusal';
import { Act, type Actor } from './act';
import type { App } from './app';
import type { LeftRow } from './bell';
import { finish } from './finish';

export interface Errand<R> {
  /** Who asked for it; PARLEY for deadlines. */
  readonly actor: Actor;
  /** May run several times: what it does it does through the act. */
  readonly work: (act: Act) => Promise<R | Refused>;
  /** Reads what the act leaves behind, with the commit: what it asks it asks at once. */
  readonly read?: ((act: Act, result: R) => Promise<unknown>) | undefined;
}

export interface Performed<R> {
  readonly result: R | Refused;
  /** The platform's time it was judged at, in milliseconds. */
  readonly now: number;
  /** What was read of what it leaves behind; undefined where nothing was. */
  readonly found?: unknown;
}

/** Carries a refusal out of the transaction, which rolls back: a refused act has changed nothing. */
class RolledBack extends Error {
  constructor(
    readonly refused: Refused,
    readonly now: number,
  ) {
    super('refused');
  }
}

export async function performAlone<R>(app: App, errand: Errand<R>): Promise<Performed<R>> {
  try {
    const { act, result, rings, found } = await app.db.transact(
      (tx) => actIn(new Act(app, tx, errand.actor), errand),
      { onCommit: ({ act }) => knowLeft(app, act) },
    );
    app.bell.ring(await rings, leftBy([act]));
    return { result, now: act.now, found: await found };
  } catch (error) {
    if (error instanceof RolledBack) return { result: error.refused, now: error.now };
    throw error;
  }
}

/** What is said last leaves with the commit: nobody waits for it here. */
async function actIn<R>(act: Act, errand: Errand<R>) {
  const result = await errand.work(act);
  const now = await act.time();
  if (result instanceof Refused) throw new RolledBack(result, now);
  const { rings } = await finish(act.tx, act.app, [act]);
  return { act, result, rings, found: readWith(act, errand, result) };
}

/** What an act leaves is known the moment it is committed: those who follow it are shown that. */
export function knowLeft({ together }: App, { left }: Act): void {
  for (const { finder, row, owner } of left) together.know(finder.read, row.id, [row, owner]);
}

/** What they left, for other nodes. */
export const leftBy = (acts: readonly Act[]): LeftRow[] =>
  acts.flatMap(({ left }) =>
    left.map(({ finder: { reference }, row, owner }) => ({ reference, row, owner })),
  );

/** Undefined, too, where it could not be read with the commit: then it is read by whoever asks for it. */
export async function readWith<R>(act: Act, { read }: Errand<R>, result: R): Promise<unknown> {
  return read?.(act, result).catch(() => undefined);
}
