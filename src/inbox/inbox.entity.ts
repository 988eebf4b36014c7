/** The log of an inbox (IN-1…IN-4): rows numbered without gaps, written in the transaction they tell of. */
import { createUnionType, Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateTime } from '../lib/scalars';
import { Role } from '../lib/viewer';
import { ActKind } from './act-kind';

@Entity('inbox_entries')
@ObjectType('InboxEntry', {
  description:
    'One act, as this inbox learned of it. Entities are in their state at delivery: apply each as an upsert by `id`.',
})
export class InboxEntry {
  @PrimaryColumn({ type: 'varchar' })
  inboxId!: string;

  @PrimaryColumn({ type: 'bigint' })
  number!: number;

  @Field(() => ActKind, { description: 'What happened.' })
  @Column({ type: 'varchar' })
  kind!: ActKind;

  @Field(() => DateTime, {
    description:
      'When it became true. For a missed deadline the first second after it, however late it was recorded (TM-5).',
  })
  @Column({ type: 'bigint' })
  occurredAt!: number;

  /** When the row was written; the log is kept for a time from here (IN-4). */
  @Column({ type: 'bigint' })
  recordedAt!: number;

  @Field(() => Role, { description: 'Who acted: SYSTEM for deadlines.' })
  @Column({ type: 'varchar' })
  actor!: Role;

  /** The `sub` of a person; what a viewer reads of it is `actorIdFor`. */
  @Column({ type: 'varchar', nullable: true })
  actorId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  orderId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  proposalId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  messageId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  ticketId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  reportId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  compensationId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  complaintId!: string | null;

  @Column({ type: 'varchar', nullable: true })
  violationId!: string | null;
}

export enum ResyncReason {
  CURSOR_TOO_OLD = 'CURSOR_TOO_OLD',
  CURSOR_UNKNOWN = 'CURSOR_UNKNOWN',
}

registerEnumType(ResyncReason, {
  name: 'InboxResyncReason',
  valuesConfig: {
    CURSOR_TOO_OLD: { description: 'Entries after the cursor are no longer kept.' },
    CURSOR_UNKNOWN: { description: 'The cursor is of another inbox, or of another database.' },
  },
});

@ObjectType({
  description:
    'The log cannot be continued from your cursor (IN-4). Query afresh what you show; entries after `head` follow on this same stream.',
})
export class InboxResync {
  @Field(() => ResyncReason)
  reason!: ResyncReason;

  @Field(() => String, { description: 'The cursor the stream goes on after.' })
  head!: string;
}

export const InboxEvent = createUnionType({
  name: 'InboxEvent',
  description: 'What `subscription inbox` delivers.',
  types: () => [InboxEntry, InboxResync] as const,
});
