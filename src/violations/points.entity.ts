/**
 * The ledger of penalty points (PT-2, TK-17). Entries are only ever added; one per violation and cause.
 *
 * A counter-entry counts in the year of the violation it takes back: at the end of that year the sum is as if the violation had
 * never been.
 */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { newId } from '../lib/ids';
import type { Violation, ViolationSeverity } from './violation.entity';

@Entity('penalty_points')
export class PointsEntry {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  violationId!: string;

  @Column({ type: 'varchar' })
  cause!: 'RECORDED' | 'REVOKED';

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Column({ type: 'varchar' })
  severity!: ViolationSeverity;

  /** The calendar year of the platform zone in which it counts. */
  @Column({ type: 'int' })
  year!: number;

  /** Negative in a counter-entry. */
  @Column({ type: 'int' })
  points!: number;

  @Column({ type: 'bigint' })
  postedAt!: number;
}

const entry = (
  { id: violationId, shopKey, severity, year }: Violation,
  posted: Pick<PointsEntry, 'cause' | 'points' | 'postedAt'>,
): PointsEntry =>
  Object.assign(new PointsEntry(), {
    id: newId('points'),
    ...{ violationId, shopKey, severity, year },
    ...posted,
  });

export const pointsEntry = (violation: Violation, postedAt: number): PointsEntry =>
  entry(violation, { cause: 'RECORDED', points: violation.points, postedAt });

export const counterEntry = (violation: Violation, postedAt: number): PointsEntry =>
  entry(violation, { cause: 'REVOKED', points: -violation.points, postedAt });
