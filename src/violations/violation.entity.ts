/** A violation: evidence that staff found to be forged, and the penalty points it costs the shop (PT-1). */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { asJson } from '../lib/rows';
import { DateTime } from '../lib/scalars';

export enum ViolationSeverity {
  GENERAL = 'GENERAL',
  SEVERE = 'SEVERE',
}

registerEnumType(ViolationSeverity, {
  name: 'ViolationSeverity',
  description: 'The two kinds are counted apart (PT-2).',
  valuesConfig: {
    GENERAL: { description: '12 points by default; they reset at the end of the year.' },
    SEVERE: { description: '48 points by default; from 48 on they do not reset.' },
  },
});

@Entity('violations')
@ObjectType('Violation', {
  implements: Node,
  description:
    'Forged evidence found by staff, in a ticket or a report: once per piece of evidence (PT-1). Seen by the shop and the platform, never by the buyer.',
})
export class Violation {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  evidenceId!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Field(() => ID, { nullable: true, description: 'The ticket it was found in, if in one.' })
  @Column({ type: 'varchar', nullable: true })
  ticketId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The report it was found in, if in one.' })
  @Column({ type: 'varchar', nullable: true })
  reportId!: string | null;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => ViolationSeverity, { description: 'How grave staff found it.' })
  @Column({ type: 'varchar' })
  severity!: ViolationSeverity;

  @Field(() => Int, {
    description: 'What it costs, by the policy in force when it was recorded. Taken back once it is revoked.', // prettier-ignore
  })
  @Column({ type: 'int' })
  points!: number;

  @Field(() => String, { description: 'What staff found.' })
  @Column({ type: 'text' })
  note!: string;

  @Field(() => DateTime, { description: 'When staff recorded it.' })
  @Column({ type: 'bigint' })
  recordedAt!: number;

  @Field(() => Int, {
    description: 'The calendar year, in the platform zone, in which its points count (PT-2).',
  })
  @Column({ type: 'int' })
  year!: number;

  @Field(() => [Int], {
    description:
      'The multiples of 12 that the shop’s points of this kind reached or passed by it, lowest first; often none (PT-2).',
  })
  @Column({ type: 'text', transformer: asJson })
  multiplesCrossed!: number[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When an upheld appeal took it back (TK-17); null while it stands.',
  })
  @Column({ type: 'bigint', nullable: true })
  revokedAt!: number | null;

  /** The policy its points were taken from. */
  @Column({ type: 'int' })
  policyVersion!: number;
}
