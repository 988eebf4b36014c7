/** A piece of evidence: what is known of a file (EV-1). The file itself lies in the file store, under a key made of the id. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../lib/node';

@Entity('evidence')
@ObjectType('Evidence', {
  implements: Node,
  description:
    'A file that proves something. Announced first, then uploaded once; never changed or removed. Seen by the shop and the platform, never by the buyer (AC-5).',
})
export class Evidence {
  @Field(() => ID)
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  orderId!: string;

  /** The ticket it was announced for, if for one. */
  @Column({ type: 'varchar', nullable: true })
  ticketId!: string | null;

  /** The order's shop: who sees it, without another look at the order (AC-1). */
  @Column({ type: 'varchar' })
  shopKey!: string;

  @Field(() => String, {
    description: 'As the uploader gave it: text to show, never a path to write to.',
  })
  @Column({ type: 'varchar' })
  fileName!: string;

  @Field(() => String, {
    description:
      'image/gif, image/jpeg, image/png, image/webp or application/pdf: what its content is.',
  })
  @Column({ type: 'varchar' })
  contentType!: string;

  @Field(() => Int, { description: 'Bytes.' })
  @Column({ type: 'int' })
  byteSize!: number;

  @Field(() => String, { description: '64 hexadecimal digits, in lower case.' })
  @Column({ type: 'varchar' })
  sha256!: string;

  /** The `sub` of the seat or of the staff. */
  @Column({ type: 'varchar' })
  uploader!: string;

  @Column({ type: 'bigint' })
  createdAt!: number;

  /** When the file had come and was what had been announced; null until then. */
  @Column({ type: 'bigint', nullable: true })
  storedAt!: number | null;
}
