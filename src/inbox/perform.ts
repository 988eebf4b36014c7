/**
 * Runs a command as one act: transaction, idempotency, what it tells, commit, bell.
 */
import { UserErrorCode, Refused, refuse } from '../lib/refusal';
import { checkText } from '../lib/check';
import { personOf, type Viewer } from '../lib/viewer';
import { PARLEY, type Act } from './act';
import type { App } from './app';
import type { Finder, Source } from './context';
import { performAlone, type Performed } from './errand';
import { recall, remember, type Remembered } from './idempotency.repository';

/** What a mutation does: rows through the act, then what it made (JSON, mostly ids), or a refusal. */
export interface Command<I, R> {
  (act: Act, viewer: Viewer, input: I): Promise<R | Refused>;
  readonly isBrief?: true;
}

/** A command on one order, or one conversation, that is soon done: it shares transactions while many come (group-commit.ts). */
export const brief = <I, R>(command: Command<I, R>): Command<I, R> =>
  Object.assign(command, { isBrief: true } as const);

interface Keyed {
  readonly idempotencyKey?: string | null | undefined;
}

const KEY_LENGTH = 200;

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
  const errand = { actor: viewer, work, read: finder && reading(finder, viewer) };
  return command.isBrief ? app.groupCommit.perform(app, errand) : performAlone(app, errand);
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

const reading =
  (finder: Finder<unknown>, viewer: Viewer) =>
  async (act: Act, id: unknown): Promise<unknown> => {
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
  const { result } = await performAlone<R>(app, { actor: PARLEY, work });
  if (result instanceof Refused) throw new Error('What falls due cannot be refused.');
  return result;
}
