/**
 * Two shops with a buyer each, who have nothing to do with one another, and every kind of thing between them: whatever a field
 * can say, it says of something here, so that what is hidden is told from what is not there.
 */
import { sendMessage } from '../../src/conversations/send-message';
import { closeOrder } from '../../src/orders/close-order';
import { consignOrder } from '../../src/orders/consign-order';
import { importDeliveries, importPickups } from '../../src/orders/import-scans';
import { publishPolicy } from '../../src/policies/publish-policy';
import { ShopKind } from '../../src/shops/shop.entity';
import { ViolationSeverity } from '../../src/violations/violation.entity';
import { answer, send } from '../support/cards';
import { act, done, openShop } from '../support/market';
import type { TestNode } from '../support/node';
import { staff, system } from '../support/people';
import { decide as decideReport, submit } from '../support/reports';
import { complain } from '../support/settlement';
import { opened, piece } from '../support/tickets';
import { record } from '../support/violations';
import { BEGIN, HOUR, sideOf, type Side } from './market-sides';
import { helpMarket } from './rights-market.tickets';
import { seatEverybody } from './viewers';

/** Twelve hours before it is due a ticket is urged by itself (TK-3). */
const URGED_AFTER = 13 * HOUR;
const LATER = BEGIN + 2 * HOUR;

/** The order of every kind; the conversations in them have words of both. */
async function trade(node: TestNode, side: Side): Promise<void> {
  const { shopId, seller: owner } = side;
  const agreed = await side.place();
  await talk(node, side, agreed);
  const card = await done(send(node, agreed, { remark: 'The oven is cold.' }, owner));
  await done(answer(node, 'ACCEPT', card, side.buyer));
  await done(send(node, await side.place(), { remark: 'The clay is wet.' }, owner));
  const carrier = { carrier: 'SF', trackingNo: 'SF-1' };
  await done(act(node, owner, consignOrder, { orderId: await side.place(), ...carrier }));
  const closing = { orderId: await side.place(), reason: 'Refunded' };
  await done(act(node, system, closeOrder, closing));
  await endAtOnce(node, side);
  const parcel = { shopId, orderNo: `${shopId}-delivered` };
  await side.place({ orderNo: parcel.orderNo });
  const pickups = [{ ...parcel, pickedUpAt: BEGIN, ...carrier }];
  await done(act(node, system, importPickups, { pickups }));
  const deliveries = [{ ...parcel, deliveredAt: BEGIN }];
  await done(act(node, system, importDeliveries, { deliveries }));
  await piece(node, agreed, { shopKey: shopId, storedAt: null });
}

/** Closing ends a card and a report at once: one act, of which a buyer may learn a half (AC-5). */
async function endAtOnce(node: TestNode, side: Side): Promise<void> {
  const orderId = await side.place();
  await done(send(node, orderId, {}, side.seller));
  const evidenceIds = [await piece(node, orderId, { shopKey: side.shopId })];
  await done(submit(node, orderId, { evidenceIds }, side.seller));
  await done(act(node, system, closeOrder, { orderId, reason: 'Refunded' }));
}

async function talk(node: TestNode, side: Side, orderId: string): Promise<void> {
  const sql = 'SELECT id FROM conversations WHERE subject_id = ?';
  const [row] = await node.app.db.rows<{ id: string }>(sql, [orderId]);
  const conversationId = row!.id;
  await done(act(node, side.buyer, sendMessage, { conversationId, text: 'When?' }));
  await done(act(node, side.seller, sendMessage, { conversationId, text: 'Tomorrow.' }));
}

/** An approved report, one that waits, and one whose evidence was forged. */
async function reports(node: TestNode, side: Side): Promise<void> {
  const orderId = await side.place();
  const evidence = () => piece(node, orderId, { shopKey: side.shopId });
  const given = [await evidence()];
  const report = { remark: 'Snow.', evidenceIds: given };
  const approved = await done(submit(node, orderId, report, side.seller));
  await done(decideReport(node, approved, true, staff, 'Granted.'));
  const newShipBy = Date.parse('2023-02-04T10:00:00+08:00');
  await done(submit(node, orderId, { newShipBy, evidenceIds: [await evidence()] }, side.seller));
  await done(record(node, given[0]!, { severity: ViolationSeverity.SEVERE }));
}

/** Late orders: one that was settled and stays so, one whose scan comes late, one that nobody has recorded yet. */
async function lateness(node: TestNode, side: Side, step: 'before' | 'after'): Promise<void> {
  const { shopId } = side;
  const late = { promisedHours: 2, paidAt: BEGIN - HOUR };
  const orderNo = `${shopId}-late-scan`;
  if (step === 'before') {
    await side.place({ ...late, orderNo: `${shopId}-late` });
    await side.place({ ...late, orderNo });
    await side.place({ promisedHours: 3, paidAt: BEGIN - HOUR });
    return;
  }
  const sql = 'SELECT id FROM orders WHERE order_no = ?';
  const [row] = await node.app.db.rows<{ id: string }>(sql, [`${shopId}-late`]);
  await done(complain(node, row!.id, side.buyer));
  const pickups = [{ shopId, orderNo, pickedUpAt: BEGIN }];
  await done(act(node, system, importPickups, { pickups }));
}

/** Fills an empty node. */
export async function fillRightsMarket(node: TestNode): Promise<void> {
  await node.stopClockAt(BEGIN - URGED_AFTER);
  await openShop(node, 'shop-1', ShopKind.TAOBAO);
  await openShop(node, 'shop-2', ShopKind.TMALL);
  await seatEverybody(node);
  await done(act(node, staff, publishPolicy, { proposalLimit: 4 }));
  const sides = [sideOf(node, 1), sideOf(node, 2)];
  for (const side of sides) await opened(node, await side.place({ paidAt: BEGIN - URGED_AFTER }));
  await node.stopClockAt(BEGIN);
  await node.recordDue();
  for (const side of sides) {
    await trade(node, side);
    await reports(node, side);
    await helpMarket(node, side);
    await lateness(node, side, 'before');
  }
  await node.stopClockAt(BEGIN + HOUR + HOUR / 2);
  await node.recordDue();
  for (const side of sides) await lateness(node, side, 'after');
  await node.stopClockAt(LATER + HOUR);
}
