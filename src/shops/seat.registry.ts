/** The seat registry at the doors: what a seat's token is worth right now (AC-2, AC-4). */
import type { Clock } from '../lib/clock';
import type { Database } from '../lib/database';
import { newId } from '../lib/ids';
import { insert } from '../lib/rows';
import { intersect, Role, type Viewer } from '../lib/viewer';
import type { SeatRegistry } from '../inbox/app';
import { Seat } from './seat.entity';
import { findSeat, findSeats, type SeatKey } from './shop.repository';

/** AC-2: token ∩ registry; a seat nobody has set yet has what its token says; a disabled one has no right at all. */
function inForce(viewer: Viewer, seat: Seat | undefined): Viewer | null {
  if (seat?.disabled === true) return null;
  if (seat?.registered !== true) return viewer;
  return { ...viewer, permissions: intersect(viewer.permissions, seat.permissions) };
}

const keyOf = ({ shop, sub }: Viewer): SeatKey => ({ shopKey: shop ?? '', seatId: sub });
const textOf = ({ shopKey, seatId }: SeatKey): string => JSON.stringify([shopKey, seatId]);

export function openSeatRegistry(db: Database, clock: Clock): SeatRegistry {
  const seatOf = (viewer: Viewer) => findSeat(db, viewer.shop ?? '', viewer.sub);
  return {
    async admit(viewer) {
      if (viewer.role !== Role.SELLER) return { now: await clock.now(db), viewer };
      const [now, seat] = await Promise.all([clock.now(db), seatOf(viewer)]);
      if (seat === undefined) await makeKnown(db, viewer, now);
      return { now, viewer: inForce(viewer, seat) };
    },
    async standing(viewers) {
      const keys = viewers.filter(({ role }) => role === Role.SELLER).map(keyOf);
      const seats = new Map((await findSeats(db, keys)).map((seat) => [textOf(seat), seat]));
      return viewers.map((viewer) =>
        viewer.role === Role.SELLER ? inForce(viewer, seats.get(textOf(keyOf(viewer)))) : viewer,
      );
    },
    async changedSince(instant) {
      const sql = 'SELECT shop_key AS shop, seat_id AS seatId FROM seats WHERE changed_at >= ?';
      return db.rows<{ shop: string; seatId: string }>(sql, [instant]);
    },
  };
}

/** AC-2: a seat is known from its first token. Two first tokens at once make one seat. */
async function makeKnown(db: Database, viewer: Viewer, now: number): Promise<void> {
  const seat = Object.assign(new Seat(), {
    id: newId('seat'),
    shopKey: viewer.shop ?? '',
    seatId: viewer.sub,
    permissions: [...viewer.permissions],
    disabled: false,
    registered: false,
    changedAt: now,
  });
  const keep = db.dialect.keepOnConflict('shop_key, seat_id');
  await db.transact((tx) => insert(tx, Seat, [seat], keep));
}
