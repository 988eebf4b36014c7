import { Order, OrderKind, OrderStatus, Sla } from '../../src/orders/order.entity';
import {
  ProposalReason,
  ProposalStatus,
  ShippingProposal,
} from '../../src/shipping-proposals/shipping-proposal.entity';
import { shanghai } from './shared-node';

/** The order of domain.md §2: paid 2023-01-30 10:00, 48 h promised. Tests name only what matters to them. */
export const anOrder = (facts: Partial<Order> = {}): Order =>
  Object.assign(new Order(), {
    id: 'ord_1',
    shopKey: 'shop-1',
    orderNo: 'no-1',
    buyerId: 'buyer-1',
    kind: OrderKind.PHYSICAL,
    worryFree: false,
    status: OrderStatus.AWAITING_SHIPMENT,
    recordedSla: Sla.RUNNING,
    paidAt: shanghai('2023-01-30 10:00:00'),
    originalShipBy: shanghai('2023-02-01 10:00:00'),
    agreedShipBy: null,
    reportedShipBy: null,
    shipBy: shanghai('2023-02-01 10:00:00'),
    pickedUpAt: null,
    deliveredAt: null,
    closedAt: null,
    lines: [{ title: 'Tea', quantity: 1, unitPrice: { amountMinor: 100, currency: 'CNY' } }],
    ...facts,
  });

/** Its first card, sent 2023-01-30 12:00 and still pending. */
export const aCard = (facts: Partial<ShippingProposal> = {}): ShippingProposal =>
  Object.assign(new ShippingProposal(), {
    id: 'prp_1',
    orderId: 'ord_1',
    number: 1,
    recordedStatus: ProposalStatus.PENDING,
    shipDate: '2023-02-05',
    shipBy: shanghai('2023-02-05 23:59:59'),
    reason: ProposalReason.STOCK_SHORTAGE,
    remark: null,
    sentAt: shanghai('2023-01-30 12:00:00'),
    answerBy: shanghai('2023-01-31 12:00:00'),
    answeredAt: null,
    shipByBefore: shanghai('2023-02-01 10:00:00'),
    ...facts,
  });
