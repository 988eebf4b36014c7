import type { Variables } from './subscription.source';

/** What is followed: it knows the position, judges what arrives and hands it to the application. */
export interface Feed<Item> {
  /** Settles where to start. A `HeadUnanswered` is tried again like any interruption. */
  begin(): Promise<void>;
  /** The variables for a subscription that goes on after the newest item received. */
  variables(): Variables;
  /** A new subscription begins: what arrives next follows `variables()`. */
  opened(): void;
  /** Takes one event in: an item to handle, `skip` for one had before, `restart` when it does not fit. */
  receive(value: object): Item | 'skip' | 'restart';
  /** Gives the item to the application, and remembers the position once that is done. */
  handle(item: Item): Promise<void>;
}
