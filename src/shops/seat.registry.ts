/** The seat registry at the doors: what a seat's token is worth right now (AC-2, AC-4). */
import DataLoader from 'dataloader';
import type { Clock } from '../lib/clock';
import type { Database } from '../lib/database';
import { newId } from '../lib/ids';
import { insert } from '../lib/rows';
import { intersect, Role, type Viewer } from '../lib/viewer';
import type { SeatRegistry } from '../inbox/app';
import { Seat } from './seat.entity';
import { findSeats, type SeatKey } from './shop.repository';

/** AC-2: token ∩ registry; a seat nobody has set yet has what its token says; a disabled one has no right at all. */
function inForce(viewer: Viewer, seat: Seat | undefined): Viewer | null {
  if (seat?.disabled === true) return null;
  if (seat?.registered !== true) return viewer;
  return { ...viewer, permissions: intersect(viewer.permissions, seat.permissions) };
}

const keyOf = ({ shop, sub }: Viewer): SeatKey => ({ shopKey: shop ?? '', seatId: sub });
const textOf = ({ shopKey, seatId }: SeatKey): string => JSON.stringify([shopKey, seatId]);

type Admitted = Awaited<ReturnType<SeatRegistry['admit']>>;

/**
 * Admits all who come while one look is under way with the next one: however many requests there are, the registry and the clock are
 * asked no faster than they answer, and nobody is admitted by a look that began before he came.
 */
function openTurnstile(look: (viewers: readonly Viewer[]) => Promise<Admitted[]>) {
  let last: Promise<unknown> = Promise.resolve();
  return new DataLoader<Viewer, Admitted>(
    (viewers) => {
      const looking = look(viewers);
      last = looking.catch(() => undefined);
      return looking;
    },
    { cache: false, batchScheduleFn: (dispatch) => void last.then(dispatch) },
  );
}

export function openSeatRegistry(db: Database, clock: Clock): SeatRegistry {
  const seatsOf = async (viewers: readonly Viewer[]): Promise<(Seat | undefined)[]> => {
    const keys = viewers.filter(({ role }) => role === Role.SELLER).map(keyOf);
    const found = keys.length === 0 ? [] : await findSeats(db, keys);
    const seats = new Map(found.map((seat) => [textOf(seat), seat]));
    return viewers.map((viewer) => seats.get(textOf(keyOf(viewer))));
  };
  const turnstile = openTurnstile(async (viewers) => {
    const [now, seats] = await Promise.all([clock.now(db), seatsOf(viewers)]);
    return Promise.all(viewers.map((viewer, index) => admitted(db, viewer, seats[index], now)));
  });
  return {
    admit: (viewer) => turnstile.load(viewer),
    async standing(viewers) {
      const seats = await seatsOf(viewers);
      return viewers.map((viewer, index) =>
        viewer.role === Role.SELLER ? inForce(viewer, seats[index]) : viewer,
      );
    },
    async changedSince(instant) {
      const sql = 'SELECT shop_key AS shop, seat_id AS seatId FROM seats WHERE changed_at >= ?';
      return db.rows<{ shop: string; seatId: string }>(sql, [instant]);
    },
  };
}

async function admitted(
  db: Database,
  viewer: Viewer,
  seat: Seat | undefined,
  now: number,
): Promise<Admitted> {
  if (viewer.role !== Role.SELLER) return { now, viewer };
  if (seat === undefined) await makeKnown(db, viewer, now);
  return { now, viewer: inForce(viewer, seat) };
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
  await db.transact((tx) => {
    insert(tx, Seat, [seat], keep);
  });
}
