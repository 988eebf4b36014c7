/** Proves the ledger over its whole table (CO-5): each question asks for rows that must not be. */
import type { Reader } from '../lib/database';

export interface LedgerFinding {
  readonly claim: string;
  /** How many rows contradict it. */
  readonly contradictions: number;
}

/** A claim, and the SELECT of what contradicts it. */
const CLAIMS: readonly (readonly [string, string])[] = [
  [
    'every posting balances to zero',
    'SELECT id FROM ledger_postings WHERE buyer_minor + shop_minor + clearing_minor <> 0',
  ],
  [
    'all accounts together hold zero, in each currency',
    `SELECT currency FROM ledger_postings GROUP BY currency
      HAVING SUM(buyer_minor) + SUM(shop_minor) + SUM(clearing_minor) <> 0`,
  ],
  [
    'one posting per order, cause and ship-by',
    `SELECT order_id FROM ledger_postings GROUP BY order_id, cause, ship_by HAVING COUNT(*) > 1`,
  ],
  [
    'every compensation was paid by one posting of its amount',
    `SELECT c.id FROM compensations c LEFT JOIN ledger_postings p
      ON p.compensation_id = c.id AND p.cause NOT LIKE '%/REVERSAL'
        AND p.order_id = c.order_id AND p.buyer_minor = c.amount_minor
      GROUP BY c.id HAVING COUNT(p.id) <> 1`,
  ],
  [
    'every reversed compensation, and no other, has one counter-entry of its amount',
    `SELECT c.id FROM compensations c LEFT JOIN ledger_postings p
      ON p.compensation_id = c.id AND p.cause LIKE '%/REVERSAL' AND p.buyer_minor = -c.amount_minor
      GROUP BY c.id, c.status HAVING COUNT(p.id) <> CASE c.status WHEN 'REVERSED' THEN 1 ELSE 0 END`,
  ],
  [
    'every posting belongs to a compensation of its order',
    `SELECT p.id FROM ledger_postings p LEFT JOIN compensations c
      ON c.id = p.compensation_id AND c.order_id = p.order_id WHERE c.id IS NULL`,
  ],
  [
    'no order is paid twice for one lateness',
    `SELECT order_id FROM compensations WHERE status = 'PAID' AND kind IN ('AUTOMATIC', 'COMPLAINT')
      GROUP BY order_id HAVING COUNT(*) > 1`,
  ],
];

/** One finding per claim; the ledger is sound when none has a contradiction. */
export async function checkLedger(source: Reader): Promise<LedgerFinding[]> {
  const findings: LedgerFinding[] = [];
  for (const [claim, contradictions] of CLAIMS) {
    const sql = `SELECT COUNT(*) AS found FROM (${contradictions}) AS contradiction`;
    const [row] = await source.rows<{ found: number }>(sql);
    findings.push({ claim, contradictions: row?.found ?? 0 });
  }
  return findings;
}
