/**
 * The server's clock as seen from here. It goes on by itself between our moves, so every move begins
 * from where it must be by now, and the small lateness of each call does not add up.
 */
export class PlatformClock {
  private shown: number;
  private seenAt = performance.now();

  /** @param shown what the server's clock showed just now, ms since 1970 */
  constructor(shown: number) {
    this.shown = shown;
  }

  /** The server showed this instant just now. */
  shows(shown: number): void {
    this.shown = shown;
    this.seenAt = performance.now();
  }

  /** What the server's clock shows by now, less the moment its answer took to arrive; ms since 1970. */
  now(): number {
    return this.shown + (performance.now() - this.seenAt);
  }

  /** How far to move it to reach `instant`, as an ISO 8601 duration; undefined when it is there already. */
  durationUntil(instant: number): string | undefined {
    const missingMs = Math.ceil(instant - this.now());
    return missingMs > 0 ? `PT${(missingMs / 1000).toFixed(3)}S` : undefined;
  }
}
