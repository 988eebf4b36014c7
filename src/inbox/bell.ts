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
  /** What the log came to `number` with, for who need not read it then. */
  readonly written?: Written | undefined;
  /** The same from another node, which need not be true. */
  readonly heard?: Heard | undefined;
}

/** Consecutive items of a log, the last of them number `Ring.number`, and the platform's time they were written at. */
export interface Written {
  readonly items: readonly unknown[];
  readonly now: number;
}

export type Head = readonly [id: string, number: number];

/** So many items. */
export interface Heard {
  readonly count: number;
  /** What was left is so still while these logs have not gone on from these numbers; of none where nothing was left. */
  readonly heads: readonly Head[];
  /** Undefined where it comes from no node of this database. */
  open(): News | undefined;
}

export interface News extends Written {
  /** Rows that the items are about, as they were left. */
  readonly left: readonly LeftRow[];
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
type Relay = (rings: readonly Ring[], left: readonly LeftRow[]) => void;

export class Bell {
  private readonly listeners = new Set<Listener>();
  private readonly relays = new Set<Relay>();

  /** Tells this node, and through its relays the others, with the rows that were left. Called after the commit, never before. */
  ring(rings: readonly Ring[], left: readonly LeftRow[] = []): void {
    if (rings.length === 0) return;
    this.hear(rings);
    for (const relay of this.relays) relay(rings, left);
  }

  /** Rings that another node sent. */
  hear(rings: readonly Ring[]): void {
    for (const ring of rings) for (const listener of this.listeners) listener(ring);
  }

  listen(listener: Listener): void {
    this.listeners.add(listener);
  }

  /** Passes every ring of this node on to the others. */
  relay(relay: Relay): void {
    this.relays.add(relay);
  }
}
