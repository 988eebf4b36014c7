/** `orderConsign`: the seller's click. It ends an open card (SP-13) and counts for nothing else (OR-4). */
import { checkText } from '../lib/check';
import { Refused, refuse, UserErrorCode } from '../lib/refusal';
import { Role } from '../lib/viewer';
import { ActKind } from '../inbox/act-kind';
import { brief } from '../inbox/perform';
import { endAwaiting } from './end-awaiting';
import { lockOrder } from './lock-order';
import { OrderStatus } from './order.entity';
import { inboxesOf } from './order.due';
import { updateOrder } from './order.repository';
import { isAwaiting } from './order.rules';

export interface Consignment {
  readonly orderId: string;
  readonly carrier?: string | null | undefined;
  readonly trackingNo?: string | null | undefined;
}

export const PARCEL_LENGTH = 100;

/** Carrier and tracking number, where given. */
export const checkParcel = (
  prefix: string,
  { carrier, trackingNo }: Pick<Consignment, 'carrier' | 'trackingNo'>,
) => [
  ...(typeof carrier === 'string' ? checkText(`${prefix}carrier`, carrier, PARCEL_LENGTH) : []),
  ...(typeof trackingNo === 'string'
    ? checkText(`${prefix}trackingNo`, trackingNo, PARCEL_LENGTH)
    : []),
];

export const consignOrder = brief<Consignment, string>(async (act, viewer, input) => {
  const order = await lockOrder(act, viewer, input.orderId);
  if (order === undefined) return refuse(UserErrorCode.NOT_FOUND, 'orderId');
  if (viewer.role !== Role.SELLER) return refuse(UserErrorCode.FORBIDDEN);
  const problems = checkParcel('', input);
  if (problems.length > 0) return new Refused(problems);
  if (!isAwaiting(order))
    return refuse(UserErrorCode.ORDER_NOT_AWAITING_SHIPMENT, 'orderId', { status: order.status });
  const { carrier = null, trackingNo = null } = input;
  updateOrder(act.tx, order, {
    status: OrderStatus.CONSIGNED,
    consigned_at: act.now,
    carrier,
    tracking_no: trackingNo,
  });
  const change = { from: order.status, to: OrderStatus.CONSIGNED };
  act.trace({ orderId: order.id, subjectId: order.id, rule: 'OR-4', ...change });
  const ended = await endAwaiting(act, order.id, 'CONSIGNED');
  act.announce(ActKind.ORDER_CONSIGNED, inboxesOf(order), { orderId: order.id, ...ended });
  return order.id;
});
