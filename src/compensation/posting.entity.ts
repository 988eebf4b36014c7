/**
 * The ledger (CO-5): each posting moves an amount between the accounts of buyer, shop and platform clearing and balances to
 * zero, which the database checks. Postings are only ever added; one per order, cause and ship-by judged.
 */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { newId } from '../lib/ids';
import type { Compensation } from './compensation.entity';

@Entity('ledger_postings')
export class Posting {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  /** The kind of the compensation, for its counter-entry with `/REVERSAL` behind it. */
  @Column({ type: 'varchar' })
  cause!: string;

  @Column({ type: 'bigint' })
  shipBy!: number;

  @Column({ type: 'varchar' })
  compensationId!: string;

  /** What each account gains, in minor units of `currency`; negative is what it pays. */
  @Column({ type: 'bigint' })
  buyerMinor!: number;

  @Column({ type: 'bigint' })
  shopMinor!: number;

  @Column({ type: 'bigint' })
  clearingMinor!: number;

  @Column({ type: 'varchar' })
  currency!: string;

  @Column({ type: 'bigint' })
  postedAt!: number;
}

interface Shares {
  readonly cause: string;
  readonly buyerMinor: number;
  readonly shopMinor: number;
  readonly clearingMinor: number;
}

const posting = (compensation: Compensation, shares: Shares, now: number): Posting =>
  Object.assign(new Posting(), shares, {
    id: newId('posting'),
    orderId: compensation.orderId,
    shipBy: compensation.shipBy,
    compensationId: compensation.id,
    currency: compensation.currency,
    postedAt: now,
  });

const byShop = (cause: string, amount: number): Shares => ({
  cause,
  buyerMinor: amount,
  shopMinor: -amount,
  clearingMinor: 0,
});

/** A late shipment is paid by the shop to the buyer. */
export const payingPosting = (compensation: Compensation, now: number): Posting =>
  posting(compensation, byShop(compensation.kind, compensation.amountMinor), now);

export const counterPosting = (compensation: Compensation, now: number): Posting =>
  posting(compensation, byShop(`${compensation.kind}/REVERSAL`, -compensation.amountMinor), now);

/** TK-12: nobody was judged, so the platform pays; once per ticket. */
export const clearingPosting = (
  compensation: Compensation,
  ticketId: string,
  now: number,
): Posting => {
  const { kind, amountMinor } = compensation;
  const shares = { buyerMinor: amountMinor, shopMinor: 0, clearingMinor: -amountMinor };
  return posting(compensation, { cause: `${kind}/${ticketId}`, ...shares }, now);
};
