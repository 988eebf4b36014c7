/**
 * A few at once, the others one after the other: after a restart all sockets of a node subscribe in the same moment, and a
 * subscription that is refused is lost to clients that retry connections only.
 */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  /** Resolves with true when it is one's turn, which must be ended once; with false at once when too many wait already. */
  take(): Promise<boolean> {
    if (this.running < this.atOnce) {
      this.running += 1;
      return Promise.resolve(true);
    }
    if (this.waiting.length >= this.mostWaiting) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.waiting.push(() => {
        resolve(true);
      });
    });
  }

  /** Hands the turn on. */
  end(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.running -= 1;
    else next();
  }
}
