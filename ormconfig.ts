/**
 * The database as TypeORM's command line sees it (`npx typeorm migration:show -d dist/ormconfig.js`): the address in
 * DATABASE_URL, the same entities and migrations as the server.
 */
import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { Compensation } from './src/compensation/compensation.entity';
import { Complaint } from './src/compensation/complaint.entity';
import { Posting } from './src/compensation/posting.entity';
import { Conversation } from './src/conversations/conversation.entity';
import { Message } from './src/conversations/message.entity';
import { Evidence } from './src/evidence/evidence.entity';
import { EvidenceLink } from './src/evidence/evidence-link.entity';
import { HistoryEntry } from './src/inbox/history.entity';
import { InboxEntry } from './src/inbox/inbox.entity';
import { dataSourceOptions } from './src/lib/data-source';
import { MIGRATIONS } from './src/migrations';
import { Order } from './src/orders/order.entity';
import { Report } from './src/reports/report.entity';
import { ShippingProposal } from './src/shipping-proposals/shipping-proposal.entity';
import { Seat } from './src/shops/seat.entity';
import { Shop } from './src/shops/shop.entity';
import { TicketAddition } from './src/tickets/addition.entity';
import { TicketAppeal } from './src/tickets/appeal.entity';
import { TicketContact } from './src/tickets/contact.entity';
import { TicketJudgment } from './src/tickets/judgment.entity';
import { TicketReply } from './src/tickets/reply.entity';
import { Ticket } from './src/tickets/ticket.entity';
import { TicketUrge } from './src/tickets/urge.entity';
import { PointsEntry } from './src/violations/points.entity';
import { Violation } from './src/violations/violation.entity';

export const ENTITIES = [
  Shop,
  Seat,
  Order,
  ShippingProposal,
  Report,
  Compensation,
  Complaint,
  Posting,
  Conversation,
  Message,
  InboxEntry,
  HistoryEntry,
  Ticket,
  TicketContact,
  TicketReply,
  TicketAddition,
  TicketUrge,
  TicketJudgment,
  TicketAppeal,
  Evidence,
  EvidenceLink,
  Violation,
  PointsEntry,
];

export default new DataSource({
  ...dataSourceOptions(process.env['DATABASE_URL'] ?? 'sqlite:./data/parley.db', 1),
  entities: ENTITIES,
  migrations: [...MIGRATIONS],
});
