/**
 * All subscribers on this node who are told the same: one document, one language, one sight. While an answer to an event is being
 * made, whoever of them is shown the same event waits for it instead of making another. Nothing is kept beyond that: who comes later
 * is answered anew, as entities are told in their state at delivery.
 *
 * What an answer can depend on is in the key, but for who exactly the viewer is. That is watched: an answer that asked for it is told
 * to nobody else, and from then on everybody of this audience is answered by himself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { execute, type ExecutionResult } from 'graphql';
import { Context } from '../inbox/context';
import type { Read } from '../inbox/log.reader';
import { isBreak, type Step } from '../inbox/log.stream';
import { RETRY_MS } from '../inbox/tail';
import { isUnavailable } from '../lib/retry';
import type { Supposed } from '../inbox/together';
import type { Viewer } from '../lib/viewer';
import type { CompiledQuery } from 'graphql-jit';
import { keyOf, watched, type Asked } from './audience.key';
import { compiledFor } from './compiled';
import type { Door } from './door';
import { masked } from './errors';

export class Audience {
  private size = 0;
  private isPersonal = false;
  private readonly compiled: CompiledQuery | null;
  /** Being made, by event. */
  private readonly answers = new Map<unknown, Promise<string>>();

  private constructor(
    readonly door: Door,
    private readonly asked: Asked,
    private readonly key: string,
  ) {
    this.compiled = compiledFor(door.schema, asked);
  }

  /** The audience for what is asked. Who has joined has to leave it once. */
  static join(door: Door, asked: Asked): Audience {
    const { audiences } = asked.prepared;
    const key = keyOf(asked);
    const audience = audiences.get(key) ?? new Audience(door, asked, key);
    audiences.set(key, audience);
    audience.size += 1;
    return audience;
  }

  leave(): void {
    this.size -= 1;
    if (this.size === 0) this.asked.prepared.audiences.delete(this.key);
  }

  /** The payloads that tell this viewer of these events, as JSON. */
  async tell(events: readonly unknown[], viewer: Viewer): Promise<string[]> {
    const foretold = this.foretoldOf(events, viewer);
    if (foretold !== undefined) return foretold;
    if (this.isShared) return Promise.all(events.map((event) => this.share(event, viewer)));
    const { telling } = this.door;
    await telling.take();
    try {
      return await this.tellTogether(events, viewer);
    } finally {
      telling.end();
    }
  }

  /**
   * Told together they are one answer in parts: what they have in common is looked up once. What events before them were about is found
   * ahead, so that each of them is told in one go.
   */
  private async tellTogether(events: readonly unknown[], viewer: Viewer): Promise<string[]> {
    const { finders } = this.asked.prepared;
    const context = this.contextFor(viewer);
    await context.findAhead(finders, events.map(itemOf));
    const texts = await Promise.all(events.map((event) => this.make(event, viewer, context)));
    for (const finder of context.finders) finders.add(finder);
    this.learn(context);
    return texts;
  }

  /** What was looked for will be looked for again. */
  private learn({ finders, app }: Context): void {
    for (const finder of finders) app.together.expect(finder);
  }

  /**
   * Makes what will be told of this event if these rows are still so, while the database is asked whether they are; nothing where it takes
   * more than them, or is made for several.
   */
  foretell(event: Read<unknown>, rows: readonly Supposed[], viewer: Viewer): void {
    const { prepared } = this.asked;
    const { finders } = prepared;
    if (this.isShared || !prepared.canForetell || finders.size === 0) return;
    const context = this.contextFor(viewer);
    if (!context.suppose(finders, itemOf(event), rows)) return;
    const text = this.make(event, viewer, context);
    if (typeof text === 'string') {
      event.foretold?.push({ by: this, viewer, text });
      return;
    }
    text.catch(() => undefined); // it is made again when its time has come
    const known = finders.size;
    for (const finder of context.finders) finders.add(finder);
    prepared.canForetell = finders.size > known;
  }

  /** What was made of an event ahead, if that is all there is to tell. */
  private foretoldOf([event, ...others]: readonly unknown[], viewer: Viewer): string[] | undefined {
    if (others.length > 0) return undefined;
    const { foretold = [] } = event as Partial<Read<unknown>>;
    const made = foretold.find((one) => one.by === this && one.viewer === viewer);
    return made && [made.text];
  }

  private get isShared(): boolean {
    return this.size > 1 && !this.isPersonal;
  }

  private async share(event: unknown, viewer: Viewer): Promise<string> {
    const known = this.answers.get(event);
    if (known === undefined) return this.begin(event, viewer);
    const text = await known;
    return this.isPersonal ? this.makeAlone(event, viewer) : text;
  }

  /** Makes an answer that others may wait for. */
  private begin(event: unknown, viewer: Viewer): Promise<string> {
    const made = this.makeAlone(event, watched(viewer, this.onPersonal));
    this.answers.set(event, made);
    const forget = (): void => void this.answers.delete(event);
    made.then(forget, forget);
    return made;
  }

  private readonly onPersonal = (): void => {
    this.isPersonal = true;
  };

  private async makeAlone(event: unknown, viewer: Viewer): Promise<string> {
    const context = this.contextFor(viewer);
    const text = await this.make(event, viewer, context);
    this.learn(context);
    return text;
  }

  /** At once where all that is asked for is at hand. */
  private make(root: unknown, viewer: Viewer, context: Context): string | Promise<string> {
    const result = this.compiled?.query(root, context, this.asked.variables) as
      ExecutionResult | Promise<ExecutionResult> | undefined;
    return result instanceof Promise
      ? result.then((late) => this.textOf(late, root, viewer))
      : this.textOf(result, root, viewer);
  }

  private textOf(
    result: ExecutionResult | undefined,
    root: unknown,
    viewer: Viewer,
  ): string | Promise<string> {
    return result === undefined || result.errors !== undefined
      ? this.makeByReference(root, viewer)
      : JSON.stringify(result);
  }

  /** An event is no event with its parts missing: while the database is away it waits, as its stream does. */
  private async makeByReference(root: unknown, viewer: Viewer): Promise<string> {
    let result = await this.interpret(root, viewer);
    while (isUnavailableNow(result) && this.size > 0) {
      await sleep(RETRY_MS);
      result = await this.interpret(root, viewer);
    }
    return JSON.stringify(shown(this.door, result));
  }

  /** Its time is that of the event, which the resolver at the root sets. */
  private contextFor(viewer: Viewer): Context {
    return new Context(this.door.app, { viewer, language: this.asked.language }, 0);
  }

  /** Errors are always those of graphql-js. */
  private async interpret(rootValue: unknown, viewer: Viewer): Promise<ExecutionResult> {
    const { prepared, operationName, variables } = this.asked;
    return execute({
      schema: this.door.schema,
      document: prepared.document,
      rootValue,
      contextValue: this.contextFor(viewer),
      variableValues: variables,
      ...(operationName !== undefined && { operationName }),
    });
  }
}

/** What refers to others; a break does not. */
const itemOf = (event: unknown): object => {
  const step = event as Step<object>;
  return isBreak(step) ? step : step.item;
};

const isUnavailableNow = ({ errors = [] }: ExecutionResult): boolean =>
  errors.some(({ originalError }) => isUnavailable(originalError));

/** A result as the client may see it: also one whose stream could not be opened. */
export function shown({ app }: Door, result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => masked(error, app.log)) };
}
