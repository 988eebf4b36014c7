/**
 * What staff decided about a ticket, as entries that are only ever added (TK-14, TK-15, TK-17).
 *
 * A shop's metric is the sum of `counts` over `countedAt`. An upheld appeal adds a counter-entry dated like the judgment it
 * takes back, so that the sum is right in every window of days.
 */
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateTime } from '../lib/scalars';

export enum TicketVerdict {
  SELLER_LIABLE = 'SELLER_LIABLE',
  SELLER_NOT_LIABLE = 'SELLER_NOT_LIABLE',
  NO_FAULT = 'NO_FAULT',
}

registerEnumType(TicketVerdict, {
  name: 'TicketVerdict',
  valuesConfig: {
    SELLER_LIABLE: {
      description: 'Counts in the shop’s dispute refund rate (TAOBAO) or platform dispute rate (TMALL), once per order (TK-15).', // prettier-ignore
    },
    SELLER_NOT_LIABLE: { description: 'The seller is not liable; counts in no rate.' },
    NO_FAULT: { description: 'Nobody is at fault; counts in no rate.' },
  },
});

/** GIVEN by staff; APPEALED: taken back; SUCCEEDED: counts from now on in the place of one that was taken back. */
export type JudgmentKind = 'GIVEN' | 'APPEALED' | 'SUCCEEDED';

@Entity('ticket_judgments')
@ObjectType('TicketJudgment', { description: 'A decision of staff on who is liable.' })
export class TicketJudgment {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticketId!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  @Column({ type: 'varchar' })
  shopKey!: string;

  @Column({ type: 'varchar' })
  kind!: JudgmentKind;

  @Field(() => TicketVerdict, { description: 'Who is liable.' })
  @Column({ type: 'varchar' })
  verdict!: TicketVerdict;

  @Field(() => String, { description: 'Why staff decided so.' })
  @Column({ type: 'text' })
  reason!: string;

  @Field(() => DateTime, { description: 'When it was given.' })
  @Column({ type: 'bigint' })
  judgedAt!: number;

  /** +1, 0 or -1: what it adds to the shop's metric. */
  @Column({ type: 'int' })
  counts!: number;

  /** The instant whose window of days it adds to. */
  @Column({ type: 'bigint' })
  countedAt!: number;

  /** The policy in force when it was given: the time to appeal. */
  @Column({ type: 'int' })
  policyVersion!: number;
}
