/** Whether this node should be sent requests, and why not: what `/readyz` says. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Why a node is not ready. */
export type NotReady = 'STARTING' | 'MIGRATING' | 'DRAINING' | 'DATABASE_UNAVAILABLE';

/** A database that takes longer for the time of day keeps everybody waiting. Probes come every few seconds. */
const PROBE_MS = 1_000;

/** What a node is at instead of serving. */
export type Phase = Exclude<NotReady, 'DATABASE_UNAVAILABLE'>;

export class Readiness {
  private current: Phase | undefined = 'STARTING';
  private probe: () => Promise<unknown> = () => Promise.resolve();
  private probing: Promise<boolean> | undefined;

  /** Undefined while it serves. */
  get phase(): Phase | undefined {
    return this.current;
  }

  get isDraining(): boolean {
    return this.current === 'DRAINING';
  }

  /** A node that was told to stop while it starts goes through the motions, and does not call that ready. */
  enter(phase: Phase | undefined): void {
    if (!this.isDraining) this.current = phase;
  }

  /** From now on it serves, as long as the database answers. */
  serves(probe: () => Promise<unknown>): void {
    this.probe = probe;
    this.enter(undefined);
  }

  drain(): void {
    this.current = 'DRAINING';
  }

  /** Undefined when it is ready. */
  async reason(): Promise<NotReady | undefined> {
    const isUp = this.phase === undefined;
    const answers =
      isUp && (await Promise.race([this.ask(), sleep(PROBE_MS, false, { ref: false })]));
    // Told to stop meanwhile, it says so.
    return this.phase ?? (answers ? undefined : 'DATABASE_UNAVAILABLE');
  }

  /** One question at a time: a database that hangs must not collect them. */
  private ask(): Promise<boolean> {
    this.probing ??= this.probe()
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        this.probing = undefined;
      });
    return this.probing;
  }
}

/** The status and the body of `/readyz`. */
export const readinessAnswer = (reason: NotReady | undefined) =>
  reason === undefined
    ? { status: 200, body: { status: 'ready' } }
    : { status: 503, body: { status: 'not ready', reason } };
