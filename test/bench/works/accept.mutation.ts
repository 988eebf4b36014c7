/** The buyer's acceptance, in the same words for everybody. */
export const ACCEPT = `mutation ($input: ShippingProposalAcceptInput!) {
  shippingProposalAccept(input: $input) { proposal { id status shipBy } userErrors { code } }
}`;
