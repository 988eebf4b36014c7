/** Importing by hand: multi-row INSERTs of the rows an import of ours makes, by a program that knows it is alone. */
import { escape, type Connection } from 'mysql2/promise';
import type { Content } from '../rows.digest';

/** An order as both are given it. */
export interface Given {
  readonly shopId: string;
  readonly orderNo: string;
  readonly buyerId: string;
  readonly paidAt: string;
  readonly shipBy: string;
  readonly lines: readonly {
    readonly title: string;
    readonly quantity: number;
    readonly unitPrice: { readonly amountMinor: number; readonly currency: string };
  }[];
}

type Row = (string | number | null)[];

const INTO = {
  orders: `orders (id, shop_key, order_no, buyer_id, kind, worry_free, status, sla, paid_at, original_ship_by, goods_minor, currency,
    line_items, imported_at, policy_version)`,
  conversations: 'conversations (id, order_id, buyer_id, shop_key, last_number, last_message_at)',
  history:
    'history (id, order_id, subject_id, at, actor, rule, to_state, policy_version, confidential)',
  entries: 'inbox_entries (inbox_id, number, kind, occurred_at, recorded_at, actor, order_id)',
} as const;

const goodsOf = ({ lines }: Given): number =>
  lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amountMinor, 0);

const inboxesOf = ({ buyerId, shopId }: Given): string[] => [`buyer:${buyerId}`, `shop:${shopId}`];

export class SqlImport {
  private imported = 0;
  /** Nobody else writes: the numbers are known without a look. */
  private readonly heads = new Map<string, number>();

  constructor(private readonly connections: readonly Connection[]) {}

  /** Each part in a transaction of its own, several under way, as with ours. */
  async import(parts: readonly (readonly Given[])[]): Promise<void> {
    const waiting = parts.values();
    await Promise.all(
      this.connections.map(async (db) => {
        for (const part of waiting) await this.part(db, part);
      }),
    );
  }

  private async part(db: Connection, part: readonly Given[]): Promise<void> {
    const now = Date.now();
    const numbered = part.map((given) => ({ given, id: this.nextId(), now }));
    const rows = {
      orders: numbered.map(orderRow),
      conversations: numbered.map(conversationRow),
      history: numbered.map(historyRow),
      entries: numbered.flatMap(({ given, id }) =>
        inboxesOf(given).map((inbox) => this.entryRow(inbox, id, now)),
      ),
    };
    await db.beginTransaction();
    for (const [table, values] of Object.entries(rows))
      await db.query(`INSERT INTO ${INTO[table as keyof typeof INTO]} VALUES ${escape(values)}`);
    await this.countUp(db, part);
    await db.commit();
  }

  private entryRow(inbox: string, id: string, now: number): Row {
    const number = (this.heads.get(inbox) ?? 0) + 1;
    this.heads.set(inbox, number);
    return [inbox, number, 'ORDER_IMPORTED', now, now, 'SYSTEM', `ord_${id}`];
  }

  private async countUp(db: Connection, part: readonly Given[]): Promise<void> {
    const more = new Map<string, number>();
    for (const inbox of part.flatMap(inboxesOf)) more.set(inbox, (more.get(inbox) ?? 0) + 1);
    const counts = [...more].sort(([a], [b]) => (a < b ? -1 : 1));
    await db.query(`INSERT INTO inboxes (id, head) VALUES ${escape(counts)}
      ON DUPLICATE KEY UPDATE head = head + VALUES(head)`);
  }

  private nextId(): string {
    return String((this.imported += 1)).padStart(26, '0');
  }
}

interface Numbered {
  readonly given: Given;
  readonly id: string;
  readonly now: number;
}

const orderRow = ({ given, id, now }: Numbered): Row => [
  ...[`ord_${id}`, given.shopId, given.orderNo, given.buyerId, 'PHYSICAL', 0],
  ...['AWAITING_SHIPMENT', 'RUNNING', Date.parse(given.paidAt), Date.parse(given.shipBy)],
  ...[goodsOf(given), 'CNY', JSON.stringify(given.lines), now, 1],
];

const conversationRow = ({ given, id, now }: Numbered): Row => [
  ...[`cnv_${id}`, `ord_${id}`, given.buyerId, given.shopId, 0, now],
];

const historyRow = ({ given, id, now }: Numbered): Row => [
  ...[`his_${id}`, `ord_${id}`, `ord_${id}`, now, 'SYSTEM', 'OR-1', given.shipBy, 1, 0],
];

const ORDER = ['orders.shop_key', 'orders.order_no'];

/** Everything an import writes, but for the ids it makes and the time it took place. */
export const IMPORTED: readonly Content[] = [
  {
    table: 'orders',
    from: 'orders',
    columns: [
      ...[...ORDER, 'buyer_id', 'kind', 'worry_free', 'status', 'sla', 'paid_at', 'ship_by'],
      ...['original_ship_by', 'agreed_ship_by', 'reported_ship_by', 'consigned_at', 'picked_up_at'],
      ...['delivered_at', 'closed_at', 'close_reason', 'carrier', 'tracking_no', 'goods_minor'],
      ...['currency', 'line_items', 'policy_version'],
    ],
  },
  {
    table: 'conversations',
    from: 'conversations JOIN orders ON orders.id = order_id',
    columns: [
      ...[...ORDER, 'conversations.buyer_id', 'conversations.shop_key', 'last_number', 'ticket_id'],
    ],
  },
  {
    table: 'history',
    from: 'history JOIN orders ON orders.id = order_id AND orders.id = subject_id',
    columns: [
      ...[...ORDER, 'actor', 'actor_id', 'rule', 'from_state', 'to_state', 'confidential'],
      'history.policy_version',
    ],
  },
  { table: 'inboxes', from: 'inboxes', columns: ['id', 'head'] },
  {
    table: 'inbox_entries',
    from: 'inbox_entries JOIN orders ON orders.id = order_id',
    columns: [...ORDER, 'inbox_id', 'inbox_entries.kind', 'actor', 'actor_id', 'proposal_id'],
  },
];
