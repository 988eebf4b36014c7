/** Evidence added to a ticket beside contacts and reply (TK-18): the pieces are linked to its id. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ticket_additions')
export class TicketAddition {
  @PrimaryColumn({ type: 'varchar' })
  id!: string;

  @Column({ type: 'varchar' })
  ticketId!: string;

  @Column({ type: 'varchar' })
  seat!: string;

  @Column({ type: 'bigint' })
  addedAt!: number;
}
