/** One running subscription: its source stream, and each event executed with a context of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSourceEventStream, type ExecutionResult } from 'graphql';
import type { Context } from '../inbox/context';
import { RETRY_MS } from '../inbox/tail';
import { isUnavailable } from '../lib/retry';
import { executeEvent } from './compiled';
import type { Prepared } from './document';
import type { Door } from './door';
import { masked } from './errors';
import type { LiveSocket } from './live-socket';

export interface LiveOperation {
  readonly door: Door;
  readonly prepared: Prepared;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
  /** Opens the stream; events get fresh ones. */
  readonly context: Context;
  readonly fresh: (now: number) => Context;
  readonly socket: LiveSocket;
  readonly id: string;
}

type Results = AsyncIterableIterator<ExecutionResult>;

const isStream = (value: unknown): value is AsyncIterableIterator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Starts the subscription: a stream of results, or the errors why there is none. */
export async function subscribeTo(live: LiveOperation): Promise<Results | ExecutionResult> {
  try {
    return await open(live);
  } finally {
    live.socket.opening.delete(live.id);
  }
}

async function open(live: LiveOperation): Promise<Results | ExecutionResult> {
  const { door, prepared, operationName, variables, context } = live;
  const source: unknown = await createSourceEventStream({
    schema: door.schema,
    document: prepared.document,
    contextValue: context,
    variableValues: variables,
    ...(operationName !== undefined && { operationName }),
  });
  if (!isStream(source)) return shown(live, source as ExecutionResult);
  return results(live, source);
}

/** AC-3: a right that has ended delivers nothing, even before its socket is closed; nor does one nobody could look at. */
function results(live: LiveOperation, source: AsyncIterableIterator<unknown>): Results {
  const close = async (): Promise<IteratorResult<ExecutionResult>> => {
    await source.return?.();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const step = await source.next();
      if (step.done === true) return { done: true, value: undefined };
      if (live.socket.endIfExpired()) return close();
      try {
        const value = await deliver(live, step.value);
        return (await live.socket.mayReceive()) ? { done: false, value } : await close();
      } catch (error) {
        await close(); // nobody else would: a failing `next` counts as the end
        throw error;
      }
    },
    return: close,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** An event is no event with its parts missing: while the database is away it waits, as its stream does. */
async function deliver(live: LiveOperation, root: unknown): Promise<ExecutionResult> {
  const { door, context, socket } = live;
  for (;;) {
    const result = await executeEvent(door.schema, { ...live, root }, () =>
      live.fresh(context.now),
    );
    if (!isUnavailableNow(result) || socket.isClosed) return shown(live, result);
    await sleep(RETRY_MS);
  }
}

const isUnavailableNow = ({ errors = [] }: ExecutionResult): boolean =>
  errors.some(({ originalError }) => isUnavailable(originalError));

/** A result as the client may see it: also one whose stream could not be opened. */
function shown({ door }: LiveOperation, result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => masked(error, door.app.log)) };
}
