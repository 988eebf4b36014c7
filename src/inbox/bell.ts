/**
 * The bell: "log X has reached n". A wake-up and nothing more (design: the inbox is a table, the push is only a wake-up).
 * Losing, doubling or reordering rings changes nothing: streams read the table, and a poll heals what was lost.
 */
import type { Owner } from '../lib/rows';

export interface Ring {
  /** The name of the numbered log, or SEATS. */
  readonly log: string;
  readonly id: string;
  readonly number: number;
  /** What the log came to `number` with, for who need not read it then: the node that wrote it, and those that it is sealed for. */
  readonly written?: Written | undefined;
  /** Another node rang: what it left may have changed on the way. */
  readonly isHeard?: boolean;
}

/** Consecutive items of a log, the last of them number `Ring.number`, and the platform's time they were written at. */
export interface Written {
  readonly items: readonly unknown[];
  readonly now: number;
  /** Rows that they are about, as they were left: still so while these logs have not gone on from these numbers. */
  readonly left?: readonly LeftRow[];
  readonly asOf?: Readonly<Record<string, number>>;
}

/** By the property with which items refer to it, and whose it is. */
export interface LeftRow {
  readonly reference: string;
  readonly row: { readonly id: string };
  readonly owner: Owner;
}

/** Rings when a seat was set (AC-4); no log, so nobody reads on: whoever has live views looks at their rights. */
export const SEATS = 'seats';

type Listener = (ring: Ring) => void;

export class Bell {
  private readonly listeners = new Set<Listener>();
  private readonly relays = new Set<(rings: readonly Ring[]) => void>();

  /** Tells this node, and through its relays the others. Called after the commit, never before. */
  ring(rings: readonly Ring[]): void {
    if (rings.length === 0) return;
    this.hear(rings);
    for (const relay of this.relays) relay(rings);
  }

  /** Rings that another node sent. */
  hear(rings: readonly Ring[]): void {
    for (const ring of rings) for (const listener of this.listeners) listener(ring);
  }

  listen(listener: Listener): void {
    this.listeners.add(listener);
  }

  /** Passes every ring of this node on to the others. */
  relay(relay: (rings: readonly Ring[]) => void): void {
    this.relays.add(relay);
  }
}
