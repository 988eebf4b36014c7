import { useSyncExternalStore } from 'react';

/** What the reader is told of the connection. `news` is how much was missed and has been caught up with. */
export type LiveState =
  | { readonly is: 'live' }
  | { readonly is: 'reconnecting' }
  | { readonly is: 'catching-up' }
  | { readonly is: 'caught-up'; readonly news: number };

const CAUGHT_UP_SHOWN_MS = 6_000;

/** Follows a connection's ups and downs; entries are counted between one and the next. */
export class LiveStatus {
  private state: LiveState = { is: 'catching-up' };
  private news = 0;
  private wasInterrupted = false;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly read = (): LiveState => this.state;

  interrupted(): void {
    if (this.state.is !== 'reconnecting') this.news = 0;
    this.wasInterrupted = true;
    this.show({ is: 'reconnecting' });
  }

  opened(): void {
    this.show({ is: 'catching-up' });
  }

  isCatchingUp(): boolean {
    return this.state.is === 'catching-up';
  }

  received(): void {
    this.news += 1;
  }

  caughtUp(): void {
    if (!this.wasInterrupted) {
      this.show({ is: 'live' });
      return;
    }
    this.wasInterrupted = false;
    const shown: LiveState = { is: 'caught-up', news: this.news };
    this.show(shown);
    setTimeout(() => this.state === shown && this.show({ is: 'live' }), CAUGHT_UP_SHOWN_MS);
  }

  private show(state: LiveState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

export const useLiveState = (status: LiveStatus): LiveState =>
  useSyncExternalStore(status.subscribe, status.read);
