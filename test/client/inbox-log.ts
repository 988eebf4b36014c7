import { EventEmitter } from 'node:events';

/** The part of the contract that following needs, over an array: entries, a head, what is still kept. */
export class InboxLog {
  readonly entries: string[] = [];
  /** Entries before this index are no longer kept (IN-4). */
  keptFrom = 0;
  private readonly written = new EventEmitter().setMaxListeners(0);

  get head(): string {
    return cursorAt(this.entries.length);
  }

  write(...texts: string[]): void {
    this.entries.push(...texts);
    this.written.emit('written');
  }

  /** What `inbox(after:)` sends. Closing it wakes it, unlike a generator parked on an await. */
  stream(after: string | undefined): AsyncIterableIterator<{ inbox: object }> {
    let position = after === undefined ? this.entries.length : Number(after.slice(1));
    let isOpen = true;
    const closed = new AbortController();
    const next = async (): Promise<IteratorResult<{ inbox: object }>> => {
      while (isOpen && position >= this.entries.length) await this.somethingNew(closed.signal);
      if (!isOpen) return { done: true, value: undefined };
      if (position < this.keptFrom) {
        position = this.entries.length;
        return {
          done: false,
          value: { inbox: { __typename: 'InboxResync', reason: 'EXPIRED', head: this.head } },
        };
      }
      const text = this.entries[position];
      position += 1;
      return {
        done: false,
        value: { inbox: { __typename: 'InboxEntry', cursor: cursorAt(position), text } },
      };
    };
    const end = async () => {
      isOpen = false;
      closed.abort();
      return { done: true as const, value: undefined };
    };
    return {
      next,
      return: end,
      throw: end,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private somethingNew(closed: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.written.off('written', wake);
        closed.removeEventListener('abort', wake);
        resolve();
      };
      this.written.on('written', wake);
      closed.addEventListener('abort', wake);
    });
  }
}

/** The cursor after the first `count` entries. */
export const cursorAt = (count: number): string => `c${String(count)}`;
