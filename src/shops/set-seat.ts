/** `seatSet`: what a seat may do, and whether it is disabled (AC-2). Cutting a right ends live views within a second (AC-4). */
import { checkKey } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode, type Refusal } from '../lib/refusal';
import { PERMISSIONS, Permission, Role, may, type Viewer } from '../lib/viewer';
import type { Command } from '../inbox/perform';
import { Seat } from './seat.entity';
import { findSeat, findShop, insertSeat, updateSeat } from './shop.repository';

export interface SeatSetting {
  readonly shopId: string;
  readonly seatId: string;
  readonly permissions: readonly Permission[];
  readonly disabled?: boolean | null | undefined;
}

/** AC-1: a shop that is not the viewer's looks as if it did not exist. */
function refusalFor(viewer: Viewer, isKnown: boolean, shopId: string): UserErrorCode | null {
  const sees = viewer.role === Role.SELLER ? viewer.shop === shopId : viewer.role !== Role.BUYER;
  if (!isKnown || !sees) return UserErrorCode.NOT_FOUND;
  const allowed = viewer.role === Role.SYSTEM || may(viewer, Permission.owner);
  return allowed ? null : UserErrorCode.FORBIDDEN;
}

export const setSeat: Command<SeatSetting, string> = async (act, viewer, input) => {
  const problems: Refusal[] = [
    ...checkKey('shopId', input.shopId),
    ...checkKey('seatId', input.seatId),
  ];
  if (problems.length > 0) return new Refused(problems);
  const shop = await findShop(act.tx, input.shopId);
  const code = refusalFor(viewer, shop !== undefined, input.shopId);
  if (code !== null) return refuse(code, 'shopId');
  const { forUpdate } = act.app.db.dialect;
  const known = await findSeat(act.tx, input.shopId, input.seatId, forUpdate);
  // After the lock: who watches for changed seats must not find this one dated before its last look.
  await act.tick();
  const seat = Object.assign(known ?? new Seat(), {
    id: known?.id ?? newId('seat'),
    shopKey: input.shopId,
    seatId: input.seatId,
    permissions: PERMISSIONS.filter((permission) => input.permissions.includes(permission)),
    disabled: input.disabled ?? false,
    registered: true,
    changedAt: act.now,
  });
  await (known === undefined ? insertSeat(act.tx, seat) : updateSeat(act.tx, seat));
  return seat.id;
};
