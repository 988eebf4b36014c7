import { COMPLETED, sinkInto, type Signal } from './feed.sink';
import { FollowingFailed } from './following-failed.error';
import { Mailbox } from './mailbox';
import type { Feed } from './feed';
import type { RetryPolicy } from './retry.policy';
import { type Source, HeadUnanswered } from './subscription.source';

/** A subscription that is kept up until it is stopped. */
export interface Following {
  /** Resolves when stopped; rejects with {@link FollowingFailed}, or with what a handler or the store threw. */
  readonly done: Promise<void>;
  /** Ends the subscription; settles like `done`, after the handler that may be at work has finished. */
  stop(): Promise<void>;
}

export interface FollowerOptions extends RetryPolicy {
  /** Told of each interruption: why, and in how many milliseconds the next attempt comes. */
  readonly onInterrupted: (reason: unknown, waitMs: number) => void;
}

/** A subscription that held this long was a good one: its end counts as the first interruption. */
const STEADY_MS = 60_000;

/**
 * Keeps one subscription up: subscribe, handle what arrives one by one, and after any interruption
 * subscribe again behind the newest item received. What was received before an interruption is
 * handled before the next subscription begins, so nothing is asked for twice (IN-3).
 */
export class Follower<Document, Item> implements Following {
  readonly done: Promise<void>;
  private attempt = 0;
  private stopped = false;
  private interrupt = () => {};

  constructor(
    private readonly source: Source<Document>,
    private readonly document: Document,
    private readonly feed: Feed<Item>,
    private readonly options: FollowerOptions,
  ) {
    this.done = this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.interrupt();
    await this.done;
  }

  private async run(): Promise<void> {
    await this.begin();
    while (!this.stopped) {
      const reason = await this.subscribeOnce();
      await this.pause(reason);
    }
  }

  private async begin(): Promise<void> {
    while (!this.stopped) {
      try {
        await Promise.race([this.feed.begin(), this.stopping()]);
        return;
      } catch (failure) {
        if (!(failure instanceof HeadUnanswered)) throw failure;
        await this.pause(failure.cause);
      }
    }
  }

  private stopping(): Promise<void> {
    return new Promise((resolve) => (this.interrupt = resolve));
  }

  /** Resolves with the reason why the subscription ended. */
  private async subscribeOnce(): Promise<unknown> {
    const mailbox = new Mailbox<Signal<Item>>();
    const startedAt = performance.now();
    this.interrupt = () => mailbox.replaceAll({ ended: COMPLETED });
    this.feed.opened();
    const unsubscribe = this.source.subscribe(
      this.document,
      () => this.feed.variables(),
      sinkInto(mailbox, this.feed),
    );
    try {
      return await this.handleAll(mailbox);
    } finally {
      unsubscribe();
      if (performance.now() - startedAt > STEADY_MS) this.attempt = 0;
    }
  }

  private async handleAll(mailbox: Mailbox<Signal<Item>>): Promise<unknown> {
    for (;;) {
      const signal = await mailbox.take();
      if ('broken' in signal) throw signal.broken;
      if ('ended' in signal) return signal.ended;
      await this.feed.handle(signal.item);
      this.attempt = 0;
    }
  }

  private async pause(reason: unknown): Promise<void> {
    if (this.stopped) return;
    if (this.options.isFatal(reason)) throw new FollowingFailed(reason);
    const waitMs = this.options.waitMs(this.attempt++);
    this.options.onInterrupted(reason, waitMs);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
