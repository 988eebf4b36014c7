/** What was heard of another node's commit: opened once for all its rings, and only where somebody follows one of their logs. */
import { revive } from '../lib/rows';
import type { Head, Heard, LeftRow, News, Ring } from './bell';
import { InboxEntry } from './inbox.entity';
import type { Contents, Place, Sealed, Seals } from './seals';

const NOTHING: readonly Head[] = [];

export function ringsHeard(
  places: readonly Place[],
  sealed: Sealed | undefined,
  seals: Seals | undefined,
): readonly Ring[] {
  if (sealed === undefined || seals === undefined) return places;
  const commit = new HeardCommit(places, sealed, seals);
  return places.map((place) => (place.of === undefined ? place : new HeardRing(place, commit)));
}

class HeardCommit {
  private contents: Contents | undefined;
  private isOpened = false;

  constructor(
    readonly places: readonly Place[],
    readonly sealed: Sealed,
    private readonly seals: Seals,
  ) {}

  open(): Contents | undefined {
    if (!this.isOpened) this.contents = this.seals.open(this.places, this.sealed);
    this.isOpened = true;
    return this.contents;
  }
}

class HeardRing implements Ring, Heard {
  readonly log: string;
  readonly id: string;
  readonly number: number;
  private readonly of: readonly number[];

  constructor(
    { log, id, number, of = [] }: Place,
    private readonly commit: HeardCommit,
  ) {
    this.log = log;
    this.id = id;
    this.number = number;
    this.of = of;
  }

  get heard(): Heard {
    return this;
  }

  get count(): number {
    return this.of.length;
  }

  /** Acts that share a transaction have nothing to do with each other: only logs that were told of the same. */
  get heads(): readonly Head[] {
    const { places, sealed } = this.commit;
    if (sealed.rows === 0) return NOTHING;
    const beside = places.filter(({ of = [] }) => of.some((index) => this.of.includes(index)));
    return beside.map(({ id, number }) => [id, number]);
  }

  open(): News | undefined {
    const { entries = [], left = [] } = this.commit.open() ?? {};
    const first = this.number - this.of.length + 1;
    const items = this.of.flatMap((index, offset) => {
      const entry = Object.assign(entries[index] ?? {}, {
        inboxId: this.id,
        number: first + offset,
      });
      return revive(InboxEntry, entry) ?? [];
    });
    const last = items.at(-1);
    if (last === undefined) return undefined;
    const isAbout = ({ reference, row }: LeftRow): boolean =>
      items.some((item) => (item as unknown as Record<string, unknown>)[reference] === row.id);
    return { items, now: last.recordedAt, left: left.filter(isAbout) };
  }
}
