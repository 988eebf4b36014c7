/** `seatSet`: what a seat may do, and whether it is disabled (AC-2). Cutting a right ends live views within a second (AC-4). */
import { checkKey } from '../lib/check';
import { newId } from '../lib/ids';
import { Refused, refuse, UserErrorCode, type Refusal } from '../lib/refusal';
import { PERMISSIONS, Permission, Role, may } from '../lib/viewer';
import { SEATS } from '../inbox/bell';
import type { Command } from '../inbox/perform';
import { Seat } from './seat.entity';
import { findSeat, findShopSeenBy, insertSeat, updateSeat } from './shop.repository';

export interface SeatSetting {
  readonly shopId: string;
  readonly seatId: string;
  readonly permissions: readonly Permission[];
  readonly disabled?: boolean | null | undefined;
}

export const setSeat: Command<SeatSetting, string> = async (act, viewer, input) => {
  const problems: Refusal[] = [
    ...checkKey('shopId', input.shopId),
    ...checkKey('seatId', input.seatId),
  ];
  if (problems.length > 0) return new Refused(problems);
  if ((await findShopSeenBy(act.tx, viewer, input.shopId)) === undefined)
    return refuse(UserErrorCode.NOT_FOUND, 'shopId');
  if (viewer.role !== Role.SYSTEM && !may(viewer, Permission.owner))
    return refuse(UserErrorCode.FORBIDDEN, 'shopId');
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
  const save = known === undefined ? insertSeat : updateSeat;
  save(act.tx, seat);
  act.ringAfterCommit({ log: SEATS, id: input.shopId, number: act.now });
  return seat.id;
};
