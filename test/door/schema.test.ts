import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema as parseSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { buildSchema } from '../../src/schema';

const FILE = join(__dirname, '../../schema.graphql');
const schema: GraphQLSchema = parseSchema(readFileSync(FILE, 'utf8'));

/** domain.md §10, as far as orders, proposals and conversations go: other programs call these names. */
const QUERIES =
  'viewer serverTime policy policyVersions node inboxHead order orders shippingProposal conversation conversations inbox shop shops deadlineReport deadlineReports compensations sweepProgress ticket tickets appeals violations';
const MUTATIONS: Readonly<Record<string, string>> = {
  shopRegister: 'shopId name kind',
  seatSet: 'shopId seatId permissions disabled',
  orderImport: 'orders',
  pickupImport: 'pickups',
  deliveryImport: 'deliveries',
  orderConsign: 'orderId carrier trackingNo',
  orderClose: 'orderId reason',
  shippingProposalSend: 'orderId shipDate reason remark',
  shippingProposalAccept: 'proposalId',
  shippingProposalDecline: 'proposalId',
  messageSend: 'conversationId text',
  conversationMarkRead: 'conversationId upTo',
  deadlineReportSubmit: 'orderId newShipBy reason remark evidenceIds',
  deadlineReportCancel: 'reportId',
  deadlineReportDecide: 'reportId approve note',
  lateShipmentComplaintFile: 'orderId',
  policyPublish:
    'effectiveFrom proposalLimit answerWithinHours minimumLeadHours shipDateWithinDays promisedHours lateRatePercent lateMinimumMinor lateMaximumMinor ticketWithinHours urgesBeforeHours unreachableContacts evidenceFiles evidenceMegabytes generalPoints severePoints appealWithinDays',
  evidenceUploadCreate: 'orderId ticketId fileName contentType byteSize sha256',
  ticketOpen: 'orderId category statement',
  ticketUrge: 'ticketId note',
  ticketRequestEvidence: 'ticketId note until',
  ticketAssign: 'ticketId seatId',
  ticketRecordContact: 'ticketId channel contactedAt reached note evidenceIds',
  ticketAddEvidence: 'ticketId evidenceIds',
  ticketReply: 'ticketId option remark noContactReason evidenceIds',
  ticketReview: 'ticketId confirmed note',
  ticketAdjudicate: 'ticketId verdict reason evidenceIds',
  ticketSettleWorryFree: 'ticketId compensation note',
  ticketClose: 'ticketId note',
  ticketConfirm: 'ticketId confirmed note',
  ticketWithdraw: 'ticketId note',
  ticketAppeal: 'ticketId reason',
  ticketAppealDecide: 'ticketId upheld verdict revokeViolationIds note',
  violationRecord: 'evidenceId ticketId severity note',
  sandboxClockAdvance: 'by hold',
};
const FIELDS: Readonly<Record<string, string>> = {
  Viewer: 'id role shop permissions unreadCount',
  Order:
    'id orderNo shop buyerId kind worryFree status sla paidAt shipBy shipBySource originalShipBy reportedShipBy agreedShipBy pickedUpAt goodsAmount lines proposals proposalsLeft canPropose reports compensations complaint tickets conversation history',
  DeadlineReport:
    'id order status reason newShipBy remark evidence submittedAt decidedAt note availableActions history',
  Compensation: 'id order kind status amount createdAt',
  LateShipmentComplaint: 'id order status filedAt judgedAt',
  CanPropose: 'allowed reasons earliestShipDate latestShipDate advice',
  ShippingProposal:
    'id order number status shipDate shipBy reason remark sentAt answerBy secondsLeft atDeadline answeredAt acceptEffect availableActions history',
  AcceptEffect: 'shipByBefore shipByAfter automaticCompensationEnds',
  ShippingProposalAvailableAction: 'action allowed reasons until',
  Message: 'id number conversation kind sender code text card createdAt',
  MessageCard:
    'proposalId number shipDate answerBy reason remark ticketId category statement dueAt',
  Ticket:
    'id order shop category statement status openedAt dueAt secondsLeft atDeadline assignee contacts additions evidence reply outcome evidenceWaived urges appeal availableActions replyOptions history conversation previous',
  TicketContact: 'id channel contactedAt reached note counts notCountingReason evidence',
  TicketAddition: 'id seat addedAt evidence',
  TicketAvailableAction: 'action allowed reasons until',
  Violation:
    'id shop order evidence ticketId severity points note recordedAt multiplesCrossed history',
  PenaltyPoints: 'year general severe',
  Shop: 'id shopId name kind seats points metrics',
  ShopMetrics:
    'from to disputeRefundRate platformDisputeRate lateRate proposalAcceptanceRate replySecondsMedian replySecondsP90 ticketsOverdue points daily',
  ShopDay:
    'day disputeRefundRate platformDisputeRate lateRate proposalAcceptanceRate replySecondsMedian replySecondsP90 ticketsOverdue points',
  TicketReplyChoice: 'option allowed reasons requires leadsTo',
  TicketFilter: 'status category outcome shopId orderId assigneeId dueFrom dueTo',
  Evidence: 'id fileName contentType byteSize sha256 uploadUrl downloadUrl expiresAt',
  HistoryEntry: 'at actor rule from to policyVersion',
  InboxEntry:
    'cursor kind occurredAt actor message order proposal report ticket compensation complaint violation',
  InboxResync: 'reason head',
  Money: 'amountMinor currency',
  UserError: 'code message field',
  ImportResult: 'index order userErrors',
  OrderImportRow:
    'shopId orderNo buyerId kind worryFree paidAt promisedHours shipBy shipByDate pickedUpAt lines',
  PickupImportRow: 'shopId orderNo pickedUpAt carrier trackingNo',
  DeliveryImportRow: 'shopId orderNo deliveredAt',
  OrderLineInput: 'title quantity unitPrice',
  OrderFilter: 'status sla shopId orderNo shipByFrom shipByTo',
  ConversationFilter: 'unread',
};
const VALUES: Readonly<Record<string, string>> = {
  Role: 'BUYER SELLER PLATFORM SYSTEM',
  ShopKind: 'TAOBAO TMALL',
  OrderKind: 'PHYSICAL MADE_TO_ORDER VIRTUAL SCHEDULED_DELIVERY',
  OrderStatus: 'AWAITING_SHIPMENT CONSIGNED PICKED_UP DELIVERED CLOSED',
  Sla: 'RUNNING MET BREACHED VOID',
  ShipBySource: 'AGREED REPORTED ORIGINAL',
  ShippingProposalStatus: 'PENDING ACCEPTED DECLINED EXPIRED VOIDED',
  ShippingProposalReason: 'BUYER_REQUEST MADE_TO_ORDER STOCK_SHORTAGE RECEIVER_INFO OTHER',
  MessageKind: 'TEXT CARD SYSTEM',
  MessageSender: 'BUYER SELLER SYSTEM PLATFORM_SERVICE PLATFORM_OPERATIONS',
  TicketStatus: 'AWAITING_SELLER AWAITING_PLATFORM INTERVENTION WORRY_FREE_PROCESS CLOSED',
  TicketCategory: 'URGE_SHIPPING LOGISTICS REFUND RETURN_EXCHANGE QUALITY INVOICE OTHER',
  TicketOutcome:
    'AGREED_CONFIRMED OTHER_ACCEPTED SELLER_LIABLE SELLER_NOT_LIABLE NO_FAULT WORRY_FREE_SETTLED WITHDRAWN CLOSED_BY_PLATFORM',
  TicketReplyOption: 'RESOLVED_AGREED UNRESOLVED_NOT_AGREED UNRESOLVED_UNREACHABLE OTHER',
  TicketContactChannel: 'CHAT PHONE SMS OTHER',
  TicketVerdict: 'SELLER_LIABLE SELLER_NOT_LIABLE NO_FAULT',
  ViolationSeverity: 'GENERAL SEVERE',
  InboxEntryKind:
    'ORDER_IMPORTED ORDER_CONSIGNED ORDER_PICKED_UP ORDER_DELIVERED ORDER_CLOSED SHIP_BY_MET SHIP_BY_BREACHED PROPOSAL_SENT PROPOSAL_ACCEPTED PROPOSAL_DECLINED PROPOSAL_EXPIRED PROPOSAL_VOIDED MESSAGE_SENT SHIP_BY_MOVED REPORT_SUBMITTED REPORT_APPROVED REPORT_REJECTED REPORT_CANCELLED COMPENSATION_PAID COMPENSATION_REVERSED COMPLAINT_FILED TICKET_OPENED TICKET_URGED TICKET_ASSIGNED TICKET_CONTACT_RECORDED TICKET_EVIDENCE_ADDED TICKET_EVIDENCE_REQUESTED TICKET_REPLIED TICKET_EXPIRED TICKET_CONFIRMED TICKET_DENIED TICKET_ADJUDICATED TICKET_SETTLED TICKET_CLOSED TICKET_WITHDRAWN TICKET_APPEALED TICKET_APPEAL_UPHELD TICKET_APPEAL_REJECTED VIOLATION_RECORDED VIOLATION_REVOKED',
  DeadlineReportStatus: 'SUBMITTED APPROVED REJECTED CANCELLED',
  DeadlineReportReason: 'WEATHER LARGE_EVENT SYSTEM_FAILURE WAREHOUSE_MOVE PRICE_ERROR OTHER',
  CompensationKind: 'AUTOMATIC COMPLAINT WORRY_FREE',
  CompensationStatus: 'PAID REVERSED',
  UserErrorCode:
    'NOT_FOUND FORBIDDEN INVALID_INPUT IDEMPOTENCY_CONFLICT ORDER_NOT_AWAITING_SHIPMENT ORDER_KIND_NOT_SUPPORTED ORDER_DIFFERS SHIP_BY_PASSED SHIP_BY_NOT_PASSED LEAD_TIME_TOO_SHORT PROPOSAL_LIMIT_REACHED PROPOSAL_ALREADY_ACCEPTED PROPOSAL_ALREADY_PENDING PROPOSAL_NOT_PENDING SHIP_DATE_NOT_LATER SHIP_DATE_TOO_FAR PICKUP_IN_FUTURE REPORT_ALREADY_SUBMITTED REPORT_NOT_SUBMITTED EVIDENCE_REQUIRED EVIDENCE_LIMIT EVIDENCE_TYPE EVIDENCE_MISMATCH TICKET_ALREADY_OPEN TICKET_DUE_PASSED TICKET_ALREADY_REPLIED TICKET_NOT_IN_STATE TICKET_ASSIGNED_TO_OTHER WORRY_FREE_NOT_ADJUDICATED CONTACT_IN_FUTURE CONTACT_REQUIRED CONTACT_REACHED EVIDENCE_WAIVED REMARK_REQUIRED APPEAL_CLOSED VIOLATION_ALREADY_RECORDED',
};

/** Names that say all there is to say. A new name is described, or belongs here. */
const PLAIN_NAMES = new Set(
  `action actor allowed amountMinor at buyerId carrier closedAt conversation conversationId createdAt currency deliveredAt
  disabled edges id kind lines name node order orderId orderNo pageInfo paidAt permissions pickedUpAt proposalId quantity
  reason remark role sentAt shop shopId shippingProposal status title trackingNo unitPrice version code number
  startCursor endCursor proposal message seat answerBy shipDate policy evidence report reportId
  submittedAt reversedAt filedAt complaint violation ticket ticketId`.split(/\s+/),
);

const listed = (names: string): string[] => names.split(' ');
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));

const namesOf = (typeName: string): string[] => {
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValues().map(({ name }) => name);
  if (isObjectType(type) || isInputObjectType(type) || isInterfaceType(type))
    return Object.keys(type.getFields());
  throw new Error(`There is no ${typeName}.`);
};

const fieldsOf = (typeName: string): GraphQLField<unknown, unknown>[] => {
  const type = schema.getType(typeName);
  return isObjectType(type) ? Object.values(type.getFields()) : [];
};

describe('schema.graphql', () => {
  it('is what the code builds', () => {
    const built = printSchema(lexicographicSortSchema(buildSchema(() => Promise.resolve())));
    expect(readFileSync(FILE, 'utf8').trim()).toBe(built.trim());
  });

  it('has every query, mutation and subscription in scope, under its name', () => {
    expect(namesOf('Query')).toEqual(expect.arrayContaining(listed(QUERIES)));
    expect(namesOf('Mutation').sort()).toEqual(Object.keys(MUTATIONS).sort());
    expect(namesOf('Subscription').sort()).toEqual(['conversationMessages', 'inbox']);
  });

  it.each(Object.entries(MUTATIONS))(
    '%s takes one input with an idempotencyKey, and answers with userErrors',
    (mutation, names) => {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}`;
      const field = fieldsOf('Mutation').find(({ name }) => name === mutation)!;
      expect(field.args.map(({ name, type: given }) => `${name}: ${String(given)}`)).toEqual([
        `input: ${type}Input!`,
      ]);
      expect(String(field.type)).toBe(`${type}Payload!`);
      expect(namesOf(`${type}Input`).sort()).toEqual([...listed(names), 'idempotencyKey'].sort());
      const errors = fieldsOf(`${type}Payload`).find(({ name }) => name === 'userErrors');
      expect(String(errors?.type)).toBe('[UserError!]!');
    },
  );

  it.each(Object.entries(FIELDS))('%s has its fields', (type, names) => {
    expect(namesOf(type)).toEqual(expect.arrayContaining(listed(names)));
  });

  it.each(Object.entries(VALUES))('%s has its values, and no others', (type, names) => {
    expect(namesOf(type).sort()).toEqual(listed(names).sort());
  });

  it('pages every list of its own by first and after, and says where the page lies', () => {
    const connections = types.filter(({ name }) => name.endsWith('Connection'));
    expect(connections.length).toBeGreaterThan(0);
    for (const { name } of connections)
      expect(namesOf(name)).toEqual(expect.arrayContaining(['edges', 'nodes', 'pageInfo']));
    for (const field of fieldsOf('Query').filter(({ type }) =>
      String(type).endsWith('Connection!'),
    ))
      expect(field.args.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['first', 'after']),
      );
  });

  it('describes every query, mutation, subscription and enum value', () => {
    const undescribed = ['Query', 'Mutation', 'Subscription'].flatMap((type) =>
      fieldsOf(type).filter(({ description }) => !description),
    );
    const values = types
      .filter((type) => isEnumType(type))
      .flatMap((type) => type.getValues().filter(({ description }) => !description));
    expect([...undescribed, ...values].map(({ name }) => name)).toEqual([]);
  });

  it('describes every field and input whose name does not say it all', () => {
    const undescribed = types
      .filter((type) => isObjectType(type) || isInputObjectType(type) || isInterfaceType(type))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter(({ name, description }) => !description && !PLAIN_NAMES.has(name))
          .map(({ name }) => `${type.name}.${name}`),
      );
    expect(undescribed).toEqual([]);
  });

  it('says nothing of what is not built yet', () => {
    const text = readFileSync(FILE, 'utf8');
    expect(text).not.toMatch(/\bTODO\b|not implemented/i);
  });
});
