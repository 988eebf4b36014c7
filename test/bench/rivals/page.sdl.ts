/** What a server that only had to show the order page would have for a schema. */
export const PAGE_SDL = `
  scalar DateTime
  scalar LocalDate
  type Query { orders(first: Int!): OrderConnection! }
  type OrderConnection { nodes: [Order!]! }
  type Order {
    id: ID! orderNo: String! buyerId: String! kind: String! status: String! sla: String! paidAt: DateTime! shipBy: DateTime!
    shipBySource: String! originalShipBy: DateTime! agreedShipBy: DateTime goodsAmount: Money!
    proposals: [ShippingProposal!]! conversation: Conversation
  }
  type Money { amountMinor: Float! currency: String! }
  type ShippingProposal {
    id: ID! number: Int! status: String! shipDate: LocalDate! shipBy: DateTime! reason: String! remark: String
    sentAt: DateTime! answerBy: DateTime!
  }
  type Conversation { id: ID! messages(first: Int!): MessageConnection! }
  type MessageConnection { nodes: [Message!]! }
  type Message { id: ID! number: Int! kind: String! sender: String! seat: String text: String! createdAt: DateTime! }
`;
