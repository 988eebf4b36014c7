/** Messages: numbered without gaps in their conversation, never changed once sent (MS-1, MS-2, SP-10). */
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';
import { asJson } from '../lib/rows';
import type { Facts } from '../lib/refusal';
import { DateTime, LocalDate } from '../lib/scalars';

export enum MessageKind {
  TEXT = 'TEXT',
  CARD = 'CARD',
  SYSTEM = 'SYSTEM',
}

registerEnumType(MessageKind, {
  name: 'MessageKind',
  valuesConfig: {
    TEXT: { description: 'Somebody’s words.' },
    CARD: { description: 'A proposal or a ticket as it was sent; it never changes (SP-10).' },
    SYSTEM: { description: 'A result.' },
  },
});

export enum MessageSender {
  BUYER = 'BUYER',
  SELLER = 'SELLER',
  SYSTEM = 'SYSTEM',
  PLATFORM_SERVICE = 'PLATFORM_SERVICE',
  PLATFORM_OPERATIONS = 'PLATFORM_OPERATIONS',
}

registerEnumType(MessageSender, {
  name: 'MessageSender',
  valuesConfig: {
    BUYER: { description: 'The buyer.' },
    SELLER: { description: 'A seat of the shop; `seat` says which.' },
    SYSTEM: { description: 'The platform itself, telling a result.' },
    PLATFORM_SERVICE: {
      description: 'The official service account: ticket cards, and what staff write.',
    },
    PLATFORM_OPERATIONS: { description: 'The account that urges (TK-3).' },
  },
});

@Entity('messages')
@ObjectType('Message', { implements: Node })
export class Message {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  conversationId!: string;

  @Field(() => Int, { description: 'Its place in the conversation: 1, 2, 3 … without gaps.' })
  @Column({ type: 'int' })
  number!: number;

  @Field(() => MessageKind)
  @Column({ type: 'varchar' })
  kind!: MessageKind;

  @Field(() => MessageSender, { description: 'Who speaks (MS-3).' })
  @Column({ type: 'varchar' })
  sender!: MessageSender;

  @Field(() => String, { nullable: true, description: 'The seatId of a SELLER.' })
  @Column({ type: 'varchar', nullable: true })
  seat!: string | null;

  /** The person who wrote it (`personOf`); null for results. Own messages are never unread (MS-4). */
  @Column({ type: 'varchar', nullable: true })
  author!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What a CARD or SYSTEM message says, for programs: PROPOSAL_CARD, TICKET_URGED, …',
  })
  @Column({ type: 'varchar', nullable: true })
  code!: string | null;

  /** The words of a TEXT message. */
  @Column({ type: 'text', nullable: true })
  body!: string | null;

  /** What a CARD or SYSTEM message was made of, frozen. */
  @Column({ type: 'text', transformer: asJson })
  facts!: Facts;

  @Field(() => DateTime)
  @Column({ type: 'bigint' })
  createdAt!: number;
}

@ObjectType({
  description:
    'The facts of a card as it was sent. They never change; what can be done now is the proposal’s or ticket’s `availableActions` (SP-10).',
})
export class MessageCard {
  @Field(() => ID, { nullable: true })
  proposalId!: string | null;

  @Field(() => Int, { nullable: true, description: 'Which of the order’s cards it is: 1, 2, 3.' })
  number!: number | null;

  @Field(() => LocalDate, { nullable: true })
  shipDate!: string | null;

  @Field(() => DateTime, { nullable: true })
  answerBy!: number | null;

  @Field(() => String, { nullable: true, description: 'A ShippingProposalReason.' })
  reason!: string | null;

  @Field(() => String, { nullable: true })
  remark!: string | null;

  @Field(() => ID, { nullable: true })
  ticketId!: string | null;

  @Field(() => String, { nullable: true, description: 'A TicketCategory.' })
  category!: string | null;

  @Field(() => String, { nullable: true, description: 'What the consumer asks for.' })
  statement!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the ticket is due (TK-1).' })
  dueAt!: number | null;
}
