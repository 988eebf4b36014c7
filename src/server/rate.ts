/**
 * How often somebody may ask. A full allowance is a minute's worth, may be used in one burst, and fills again evenly.
 *
 * Of our own in ten lines: rate-limiter-flexible keeps a timer for each key and no bound on keys, so that whoever commands many
 * addresses could fill the memory; here the least recent are forgotten.
 */
import { LRUCache } from 'lru-cache';

const MINUTE_MS = 60_000;
/** Some 10 MB at most; who is forgotten has a full allowance again. */
const KEPT = 50_000;
/** Sums of fractions of a millisecond are not exact. */
const TOLERANCE_MS = 0.001;

export class Rate {
  /** When each will have its full allowance again. */
  private readonly fullAt = new LRUCache<string, number>({ max: KEPT });

  /** 0 for no limit. */
  constructor(private readonly perMinute: number) {}

  /** Takes one and answers 0; or takes none and answers after how many seconds there will be one. */
  take(key: string, now = performance.now()): number {
    if (this.perMinute === 0) return 0;
    const fullAt = Math.max(this.fullAt.get(key) ?? 0, now) + MINUTE_MS / this.perMinute;
    const tooEarlyMs = fullAt - now - MINUTE_MS;
    if (tooEarlyMs > TOLERANCE_MS) return Math.ceil(tooEarlyMs / 1_000);
    this.fullAt.set(key, fullAt);
    return 0;
  }

  /** How many are remembered. */
  get size(): number {
    return this.fullAt.size;
  }
}
