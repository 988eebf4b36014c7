/** Reads numbered logs of one kind: whoever reads on in the same moment, in whatever log, shares a statement and a look at the clock. */
import type { Clock } from '../lib/clock';
import type { Reader } from '../lib/database';
import { groupBy } from '../lib/keyed';
import type { Head, Heard } from './bell';
import type { NumberedLog, Place } from './numbered-log';
import type { Supposed, Together } from './together';

/** An item and the platform's time when it was read: what is derived from time is derived from that. */
export interface Read<T> {
  readonly item: T;
  readonly now: number;
  /** What was made of it ahead, by whoever tells it and for whom. */
  readonly foretold?: { readonly by: object; readonly viewer: object; readonly text: string }[];
}

/** Says what will be told of these, if the rows that they are about are still so. */
export type Foretell<T> = (read: readonly Read<T>[], left: readonly Supposed[]) => void;

interface Opened<T> {
  readonly read: readonly Read<T>[];
  readonly left: readonly Supposed[];
}

const READ_LIMIT = 200;

export class LogReader<T> {
  constructor(
    readonly log: NumberedLog<T>,
    private readonly clock: Clock,
    private readonly together: Together,
  ) {}

  /** Items after a number, in order. */
  after(id: string, number: number): Promise<readonly Read<T>[]> {
    return this.together.load(this.readEach, { id, number });
  }

  /**
   * Opens what another node wrote, while the table says whether anything has been told since. If nothing has, what it left is known in the
   * moment that the table says so, and what it wrote is as it was foretold; else they are not the same objects.
   */
  async open(heard: Heard, foretell: Foretell<T>): Promise<readonly Read<T>[] | undefined> {
    const asking = this.areHeads(this.together.expectsAny ? heard.heads : []);
    let opened: Opened<T> | undefined;
    const ahead = setImmediate(() => {
      opened = this.opened(heard); // the question has left by then
      if (opened) foretell(opened.read, opened.left);
    });
    const isCurrent = await asking;
    clearImmediate(ahead);
    if (!isCurrent) return this.opened(heard)?.read;
    opened ??= this.opened(heard);
    for (const { finder, id, owned } of opened?.left ?? [])
      this.together.know(finder.read, id, owned);
    return opened?.read;
  }

  private opened(heard: Heard): Opened<T> | undefined {
    const news = heard.open();
    if (news === undefined) return undefined;
    const read = news.items.map((item) => ({ item: item as T, now: news.now, foretold: [] }));
    return { read, left: news.left.flatMap((row) => this.together.suppose(row) ?? []) };
  }

  private async areHeads(asked: readonly Head[]): Promise<boolean> {
    const found = this.together.loadAll(
      this.headEach,
      asked.map(([id]) => id),
    );
    return found.then(
      (numbers) =>
        numbers.length > 0 && numbers.every((number, index) => number === asked[index]?.[1]),
      () => false,
    );
  }

  /** The head of a log as the table has it now. */
  head(id: string): Promise<number> {
    return this.together.load(this.headEach, id);
  }

  private readonly headEach = async (source: Reader, ids: readonly string[]) => {
    const heads = await this.log.heads(source, ids);
    return ids.map((id) => heads.get(id) ?? 0);
  };

  private readonly readEach = async (source: Reader, places: readonly Place[]) => {
    const [items, now] = await Promise.all([this.items(source, places), this.clock.now(source)]);
    const byLog = groupBy(
      items.map((item): Read<T> => ({ item, now })),
      ({ item }) => this.log.idOf(item),
    );
    return places.map((place) => this.following(place, byLog.get(place.id) ?? []));
  };

  private items(source: Reader, places: readonly Place[]): Promise<T[]> {
    const [{ id, number } = { id: '', number: 0 }, ...others] = places;
    return others.length === 0
      ? this.log.after(source, id, number, READ_LIMIT)
      : this.log.afterEach(source, places, READ_LIMIT);
  }

  /** Two may read on in one log, from different places. */
  private following({ number }: Place, items: readonly Read<T>[]): readonly Read<T>[] {
    const from = items.findIndex(({ item }) => this.log.numberOf(item) > number);
    return from < 0 ? [] : items.slice(from, from + READ_LIMIT);
  }
}
