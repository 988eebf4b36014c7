/** What an acceptance adds to the logs, as entities. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

const asNumber = { to: (value: number) => value, from: (value: string) => Number(value) };
const long = (name: string) => ({ type: 'bigint', name, transformer: asNumber }) as const;
const text = (name: string) => ({ type: 'varchar', name, nullable: true }) as const;

@Entity('history')
export class History {
  @PrimaryColumn() id!: string;
  @Column({ name: 'order_id' }) orderId!: string;
  @Column({ name: 'subject_id' }) subjectId!: string;
  @Column(long('at')) at!: number;
  @Column() actor!: string;
  @Column(text('actor_id')) actorId!: string | null;
  @Column() rule!: string;
  @Column(text('from_state')) from!: string | null;
  @Column(text('to_state')) to!: string | null;
  @Column({ name: 'policy_version' }) policyVersion!: number;
  @Column({ type: 'int' }) confidential!: number;
}

@Entity('inboxes')
export class Inbox {
  @PrimaryColumn() id!: string;
  @Column(long('head')) head!: number;
}

@Entity('inbox_entries')
export class InboxEntry {
  @PrimaryColumn({ name: 'inbox_id' }) inboxId!: string;
  @PrimaryColumn(long('number')) number!: number;
  @Column() kind!: string;
  @Column(long('occurred_at')) occurredAt!: number;
  @Column(long('recorded_at')) recordedAt!: number;
  @Column() actor!: string;
  @Column(text('actor_id')) actorId!: string | null;
  @Column(text('order_id')) orderId!: string | null;
  @Column(text('proposal_id')) proposalId!: string | null;
  @Column(text('message_id')) messageId!: string | null;
}
