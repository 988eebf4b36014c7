/** One running subscription: its source stream, and each event told as it comes. */
import { createSourceEventStream, type ExecutionResult } from 'graphql';
import type { Context } from '../inbox/context';
import type { Read } from '../inbox/log.reader';
import type { Sleeper } from '../inbox/log.stream';
import type { Supposed } from '../inbox/together';
import type { Viewer } from '../lib/viewer';
import { shown, type Audience } from './audience';
import type { Prepared } from './document';
import type { Door } from './door';
import type { LiveSocket } from './live-socket';

export interface LiveOperation {
  readonly door: Door;
  readonly prepared: Prepared;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
  /** Opens the stream; events get fresh ones. */
  readonly context: Context;
  readonly socket: LiveSocket;
  readonly id: string;
  /** Whom it is told with. */
  readonly join: () => Audience;
}

/** A stream may have more at hand than the next, and may be slept on (LogStream). */
interface Source extends AsyncIterator<unknown> {
  atHand?(): unknown;
  sleep?(sleeper: Sleeper): boolean;
}

const isStream = (value: unknown): value is AsyncIterableIterator<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;

/** Starts the subscription: a stream that tells all by itself and only ends, or the errors why there is none. */
export async function subscribeTo(
  live: LiveOperation,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
  try {
    return await open(live);
  } finally {
    live.socket.endOpening(live.id);
  }
}

async function open(live: LiveOperation): Promise<Telling | ExecutionResult> {
  const { door, prepared, operationName, variables, context } = live;
  const source: unknown = await createSourceEventStream({
    schema: door.schema,
    document: prepared.document,
    contextValue: context,
    variableValues: variables,
    ...(operationName !== undefined && { operationName }),
  });
  if (!isStream(source)) return shown(door, source as ExecutionResult);
  return new Telling(source, live.join(), live.socket, context.signedIn(), live.id);
}

/** Events told with one write and one look at what they have in common: as many as fit into so many bytes, by those before them. */
const MOST_AT_ONCE = 64;
const BYTES_AT_ONCE = 64 * 1024;

const OVER: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Tells the events of a source. To graphql-ws it is a stream of results, but it sends them itself, as text that others are sent, too:
 * the one step it takes is the last.
 */
class Telling implements AsyncIterableIterator<ExecutionResult>, Sleeper {
  private isOver = false;
  private end: (over: typeof OVER | Promise<never>) => void = () => undefined;
  /** A few, until it is known what they weigh. */
  private atOnce = 16;

  constructor(
    private readonly source: Source,
    private readonly audience: Audience,
    private readonly socket: LiveSocket,
    private readonly viewer: Viewer,
    private readonly id: string,
  ) {}

  next(): Promise<IteratorReturnResult<undefined>> {
    return new Promise((resolve) => {
      this.end = resolve;
      this.woken();
    });
  }

  /** Tells what there is. While nothing is to be told, no function is suspended here, and nothing holds the last event. */
  woken(): void {
    this.tellAll().catch((error: unknown) => {
      this.end(this.fail(error));
    });
  }

  /** What fails here fails again when it is told. */
  foretell(event: Read<unknown>, rows: readonly Supposed[]): void {
    try {
      this.audience.foretell(event, rows, this.viewer);
    } catch (error) {
      this.audience.door.app.log.warn({ error }, 'could not tell an event ahead');
    }
  }

  /** Nobody else would return it: a failing `next` counts as the end. */
  private async fail(error: unknown): Promise<never> {
    await this.return();
    throw error;
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    if (!this.isOver) {
      this.isOver = true;
      this.audience.leave();
      await this.source.return?.();
    }
    return OVER;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async tellAll(): Promise<void> {
    while (!this.isOver) {
      if (this.source.sleep?.(this) === true) return;
      const step = await this.source.next();
      if (step.done === true) await this.return();
      else await this.tell(this.withMore(step.value));
    }
    this.end(OVER);
  }

  /** What is at hand leaves together: one write to the socket costs as much as ten texts. */
  private withMore(first: unknown): unknown[] {
    const events = [first];
    while (events.length < this.atOnce) {
      const next = this.source.atHand?.();
      if (next === undefined) break;
      events.push(next);
    }
    return events;
  }

  /** AC-3: a right that has ended delivers nothing, even before its socket is closed; nor does one nobody could look at. */
  private async tell(events: readonly unknown[]): Promise<void> {
    const { socket, audience, viewer } = this;
    if (socket.endIfExpired()) return this.stop();
    const texts = await audience.tell(events, viewer);
    if (!socket.mayReceiveNow() && !(await socket.mayReceive())) return this.stop();
    if (this.isOver) return;
    const head = `{"id":${JSON.stringify(this.id)},"type":"next","payload":`;
    this.weigh(texts);
    const taken = socket.sendAll(texts.map((text) => `${head}${text}}`));
    if (taken !== undefined) await taken;
  }

  private weigh(texts: readonly string[]): void {
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    const fitting = Math.floor((BYTES_AT_ONCE * texts.length) / characters);
    this.atOnce = Math.min(MOST_AT_ONCE, Math.max(1, fitting));
  }

  private async stop(): Promise<void> {
    await this.return();
  }
}
