/**
 * Runs a command as one act: transaction, idempotency, what it tells, commit, bell.
 */
import { UserErrorCode, Refused, refuse } from '../lib/refusal';
import { checkText } from '../lib/check';
import { personOf, type Viewer } from '../lib/viewer';
import { Act, PARLEY, type Actor } from './act';
import type { App } from './app';
import type { Finder, Source } from './context';
import { recall, remember, type Remembered } from './idempotency.repository';

/** What a mutation does: rows through the act, then what it made (JSON, mostly ids), or a refusal. */
export type Command<I, R> = (act: Act, viewer: Viewer, input: I) => Promise<R | Refused>;

export interface Performed<R> {
  readonly result: R | Refused;
  /** The platform's time it was judged at. */
  readonly now: number;
  /** What the result is the id of, as the act left it; undefined where that was not asked for, or refused. */
  readonly found?: unknown;
}

interface Keyed {
  readonly idempotencyKey?: string | null | undefined;
}

const KEY_LENGTH = 200;

/** Carries a refusal out of the transaction, which rolls back: a refused act has changed nothing. */
class RolledBack extends Error {
  constructor(
    readonly refused: Refused,
    readonly now: number,
  ) {
    super('refused');
  }
}

/**
 * Performs a viewer's mutation. `name` and the input's idempotencyKey make repeating it harmless (domain.md §10). What the result is the
 * id of, `finder` finds.
 */
export async function perform<I extends object, R>(
  app: App,
  viewer: Viewer,
  name: string,
  input: I & Keyed,
  command: Command<I, R>,
  finder?: Finder<unknown>,
): Promise<Performed<R>> {
  const key = input.idempotencyKey ?? undefined;
  const problems = key === undefined ? [] : checkText('idempotencyKey', key, KEY_LENGTH);
  if (problems.length > 0)
    return { result: new Refused(problems), now: await app.clock.now(app.db) };
  const remembered = key === undefined ? undefined : { person: personOf(viewer), name, key, input };
  const work = (act: Act): Promise<R | Refused> =>
    remembered === undefined
      ? command(act, viewer, input)
      : performOnce(act, remembered, () => command(act, viewer, input));
  return transactAct(app, viewer, work, finder && reading(finder, viewer));
}

async function performOnce<R>(
  act: Act,
  remembered: Remembered,
  command: () => Promise<R | Refused>,
): Promise<R | Refused> {
  const done = await repeat<R>(act, remembered);
  if (done !== undefined) return done;
  const result = await command();
  // A twin may have done it while this one waited for its lock: then the refusal is only the twin's shadow.
  if (result instanceof Refused) return (await repeat<R>(act, remembered)) ?? result;
  remember(act, remembered, result);
  return result;
}

/** Reads what an act leaves behind. */
type Read = (act: Act, result: unknown) => Promise<unknown>;

const reading =
  (finder: Finder<unknown>, viewer: Viewer): Read =>
  async (act, id) => {
    const left = act.leftBy(finder, id);
    if (left !== undefined || typeof id !== 'string') return left;
    const { tx } = act;
    const source: Source = { loadAll: async (read, keys) => [...(await read(tx, keys))] };
    return (await finder.find(source, viewer, [id]))[0];
  };

async function repeat<R>(act: Act, remembered: Remembered): Promise<R | Refused | undefined> {
  await act.tick();
  const earlier = await recall(act, remembered);
  if (earlier === undefined) return undefined;
  return earlier.sameInput
    ? (earlier.result as R)
    : refuse(UserErrorCode.IDEMPOTENCY_CONFLICT, 'idempotencyKey');
}

/** Performs something that falls due by itself. */
export async function performDue<R>(app: App, work: (act: Act) => Promise<R>): Promise<R> {
  const { result } = await transactAct<R>(app, PARLEY, work);
  if (result instanceof Refused) throw new Error('What falls due cannot be refused.');
  return result;
}

async function transactAct<R>(
  app: App,
  actor: Actor,
  work: (act: Act) => Promise<R | Refused>,
  read: Read = () => Promise.resolve(undefined),
): Promise<Performed<R>> {
  try {
    const { act, result, appended, found } = await app.db.transact((tx) =>
      actIn(new Act(app, tx, actor), work, read),
    );
    app.bell.ring(await act.ringsOf(appended));
    return { result, now: act.now, found: await found };
  } catch (error) {
    if (error instanceof RolledBack) return { result: error.refused, now: error.now };
    throw error;
  }
}

/** What is said last leaves with the commit: nobody waits for it here. */
async function actIn<R>(act: Act, work: (act: Act) => Promise<R | Refused>, read: Read) {
  const result = await work(act);
  const now = await act.time();
  if (result instanceof Refused) throw new RolledBack(result, now);
  const appended = await act.finish();
  const found = read(act, result);
  found.catch(() => undefined); // told to the commit
  return { act, result, appended, found };
}
