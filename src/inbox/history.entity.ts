/** Who changed what, when, by which rule: the answer to "why?" in one query. Rows are only ever added. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asBoolean } from '../lib/rows';
import { DateTime } from '../lib/scalars';
import { Role } from '../lib/viewer';

@Entity('history')
@ObjectType('HistoryEntry', {
  description: 'One change: who, when, by which rule, from what to what.',
})
export class HistoryEntry {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Field(() => ID, { description: 'What changed: the id of the order, or of what hangs from it.' })
  @Column({ type: 'varchar' })
  subjectId!: string;

  @Field(() => DateTime)
  @Column({ type: 'bigint' })
  at!: number;

  @Field(() => Role, { description: 'Who did it: SYSTEM for deadlines.' })
  @Column({ type: 'varchar' })
  actor!: Role;

  /** The `sub` of a person; what a viewer reads of it is `actorIdFor`. */
  @Column({ type: 'varchar', nullable: true })
  actorId!: string | null;

  @Field(() => String, { description: 'The rule it happened by, such as SP-8.' })
  @Column({ type: 'varchar' })
  rule!: string;

  @Field(() => String, { nullable: true, description: 'The state or value before.' })
  @Column({ type: 'varchar', name: 'from_state', nullable: true })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'The state or value after.' })
  @Column({ type: 'varchar', name: 'to_state', nullable: true })
  to!: string | null;

  @Field(() => Int, { description: 'The version of the policy it was judged by.' })
  @Column({ type: 'int' })
  policyVersion!: number;

  /** AC-5: for the shop and the platform only. */
  @Column({ type: 'int', transformer: asBoolean })
  confidential!: boolean;
}
