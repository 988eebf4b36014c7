/** Mistakes made by a hand in the database: what code without our locks, transactions and conditions would leave behind. */
import type { Asker } from './engines';

export interface Mistake {
  readonly check: string;
  readonly naive: string;
  readonly make: (asker: Asker) => Promise<void>;
}

const sql =
  (...statements: readonly string[]) =>
  async (asker: Asker): Promise<void> => {
    for (const statement of statements) await asker.run(statement);
  };

const SOME_ORDER = '(SELECT MIN(id) FROM orders)';

/** A card as a command would insert it that has not looked at the others. */
const card = (number: number, status: string): string => `INSERT INTO shipping_proposals
  (id, order_id, number, status, ship_date, ship_by, reason, sent_at, answer_by, ship_by_before, policy_version)
  SELECT 'prp_${number}', ${SOME_ORDER}, ${number}, '${status}', '2099-01-01', 0, 'OTHER', 0, 4102444800000, 0, 1`;

export const MISTAKES: readonly Mistake[] = [
  {
    check: 'gap-free',
    naive: 'a number taken in a transaction of its own, whose writer dies',
    make: sql(`UPDATE inboxes SET head = head + 1 WHERE id = 'staff'`),
  },
  {
    check: 'whole',
    naive: 'an act in two transactions, of which the second never comes',
    make: sql(
      `INSERT INTO messages (id, conversation_id, number, kind, sender, body, facts, created_at)
        SELECT 'msg_half', id, last_number + 1, 'TEXT', 'BUYER', 'half', '{}', 0 FROM conversations ORDER BY id LIMIT 1`,
      `UPDATE conversations SET last_number = last_number + 1 WHERE id = (SELECT conversation_id FROM messages WHERE id = 'msg_half')`,
    ),
  },
  {
    check: 'one pending',
    naive: 'a card sent without the lock of its order',
    make: sql(card(101, 'PENDING'), card(102, 'PENDING')),
  },
  {
    check: 'three cards',
    naive: 'cards counted before the lock',
    make: sql(card(103, 'DECLINED'), card(104, 'DECLINED')),
  },
  {
    check: 'one acceptance',
    naive: 'an answer whose UPDATE names no state',
    make: sql(
      `UPDATE shipping_proposals SET status = 'ACCEPTED' WHERE id IN ('prp_103', 'prp_104')`,
    ),
  },
  {
    check: 'early',
    naive: 'a breach recorded by a clock that is fast',
    make: sql(
      `UPDATE inbox_entries SET recorded_at = occurred_at - 1 WHERE kind = 'SHIP_BY_BREACHED' LIMIT 1`,
    ),
  },
  {
    check: 'one ticket',
    naive: 'a ticket opened on two members at once',
    make: sql(
      ...['a', 'b'].map(
        (
          id,
        ) => `INSERT INTO tickets (id, order_id, shop_key, buyer_id, worry_free, category, statement, status, opened_at,
          due_at, evidence_waived, policy_version)
          SELECT 'tkt_${id}', id, shop_key, buyer_id, 0, 'OTHER', '', 'INTERVENTION', 0, 0, 0, 1 FROM orders ORDER BY id LIMIT 1`,
      ),
    ),
  },
  {
    check: 'ledger',
    naive: 'a posting edited by hand, so that it still balances',
    make: sql(
      'UPDATE ledger_postings SET buyer_minor = buyer_minor + 1, shop_minor = shop_minor - 1 LIMIT 1',
    ),
  },
  {
    check: 'money',
    naive: 'a compensation taken back without a counter-entry',
    make: sql(
      `UPDATE compensations SET status = 'REVERSED' WHERE status = 'PAID' ORDER BY id DESC LIMIT 1`,
    ),
  },
];
