/** Reads numbered logs of one kind: whoever reads on in the same moment, in whatever log, shares a statement and a look at the clock. */
import type { Clock } from '../lib/clock';
import type { Reader } from '../lib/database';
import { groupBy } from '../lib/keyed';
import type { Head, Heard, News } from './bell';
import type { NumberedLog, Place } from './numbered-log';
import type { Together } from './together';

/** An item and the platform's time when it was read: what is derived from time is derived from that. */
export interface Read<T> {
  readonly item: T;
  readonly now: number;
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
   * Opens what another node wrote, while the table says whether anything has been told since: if nothing has, the rows that it left are
   * known in the moment that it says so.
   */
  async open(heard: Heard): Promise<News | undefined> {
    const asking = this.areHeads(this.together.expectsAny ? heard.heads : []);
    setImmediate(() => heard.unseal()); // the question has left by then
    const isCurrent = await asking;
    const news = heard.open();
    if (isCurrent) for (const row of news?.left ?? []) this.together.knowLeft(row);
    return news;
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
