/** What the hand-written server adds to its schema for the acceptance. */
export const ACCEPT_SDL = `
  type Mutation { shippingProposalAccept(input: ShippingProposalAcceptInput!): ShippingProposalAcceptPayload! }
  input ShippingProposalAcceptInput { proposalId: ID! }
  type ShippingProposalAcceptPayload { proposal: ShippingProposal userErrors: [UserError!]! }
  type UserError { code: String! }
`;
