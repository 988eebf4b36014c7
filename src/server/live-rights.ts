/**
 * AC-4: the rights of all seats with a live view on this node, looked up together. The database is asked, three times a
 * second and when a seat is set: the ring only makes it sooner, and may be lost with Redis.
 */
import type { App } from '../inbox/app';
import { SEATS } from '../inbox/bell';
import { Role, type Viewer } from '../lib/viewer';
import type { LiveSocket } from './live-socket';

/** Seats set a little before the last look may have been committed after it: as much as a commit may take. */
const OVERLAP_MS = 15_000;
/**
 * Seats read again in each look although nothing says that they changed, in turn: a commit that took longer than any overlap
 * (a process or a database that was frozen) is found after all.
 */
const IN_TURN = 60;

const keyOf = (shop: string | null, seatId: string): string => JSON.stringify([shop, seatId]);

/** A socket of a seat. */
interface Watched extends LiveSocket {
  readonly token: Viewer;
}

const isWatched = (socket: LiveSocket): socket is Watched =>
  !socket.isClosed && socket.token?.role === Role.SELLER;

export class LiveRights {
  private lookedAt: number | undefined;
  private isLooking = false;
  /** It rang while a look was under way, which may have come too early. */
  private hasRung = false;
  private turn = 0;

  constructor(
    private readonly app: App,
    private readonly sockets: ReadonlySet<LiveSocket>,
  ) {
    app.bell.listen(({ log }) => {
      if (log !== SEATS) return;
      this.hasRung = this.isLooking;
      void this.look();
    });
  }

  /** Ends the live views of seats that were disabled or cut. A right that was only widened leaves its sockets alone. */
  async look(): Promise<void> {
    const watched = [...this.sockets].filter(isWatched);
    if (this.isLooking || watched.length === 0) return;
    this.isLooking = true;
    const startedAt = performance.now();
    try {
      await this.judge(await this.doubtful(watched));
      for (const socket of watched) socket.confirm(startedAt);
    } catch (error) {
      this.app.log.warn({ error }, 'could not look for ended rights');
    } finally {
      this.isLooking = false;
    }
    if (!this.hasRung) return;
    this.hasRung = false;
    await this.look();
  }

  /** Those whose seat was set lately, and those whose turn it is. */
  private async doubtful(watched: readonly Watched[]): Promise<Watched[]> {
    const changed = await this.changedSeats();
    const first = this.turn < watched.length ? this.turn : 0;
    this.turn = first + IN_TURN;
    const inTurn = watched.slice(first, this.turn);
    if (changed.size === 0) return inTurn;
    const isChanged = ({ token }: Watched): boolean => changed.has(keyOf(token.shop, token.sub));
    return [...new Set([...inTurn, ...watched.filter(isChanged)])];
  }

  private async changedSeats(): Promise<Set<string>> {
    const { clock, db, seats } = this.app;
    const now = await clock.now(db);
    // A clock that was set back dates what follows before the last look.
    const changed = await seats.changedSince(Math.min(this.lookedAt ?? now, now) - OVERLAP_MS);
    this.lookedAt = now;
    return new Set(changed.map(({ shop, seatId }) => keyOf(shop, seatId)));
  }

  private async judge(doubtful: readonly Watched[]): Promise<void> {
    const standing = await this.app.seats.standing(doubtful.map(({ token }) => token));
    for (const [index, socket] of doubtful.entries()) {
      const inForce = standing[index];
      if (!inForce || isCut(socket.viewer, inForce))
        socket.close(4403, 'Your rights have changed.');
    }
  }
}

const isCut = (before: Viewer | null, after: Viewer): boolean =>
  before?.permissions.some((permission) => !after.permissions.includes(permission)) === true;
