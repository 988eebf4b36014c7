/** What a piece of evidence belongs to: a report, a reply, a contact. Rows are only ever added (TK-18). */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('evidence_links')
export class EvidenceLink {
  @PrimaryColumn({ type: 'varchar' })
  subjectId!: string;

  /** 0, 1, 2 …: in the order they were given. */
  @PrimaryColumn({ type: 'int' })
  position!: number;

  @Column({ type: 'varchar' })
  evidenceId!: string;
}
