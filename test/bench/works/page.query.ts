/** The seller's order page, in the same words for everybody. */
export const PAGE = `query ($first: Int!) {
  orders(first: $first) {
    nodes {
      id orderNo buyerId kind status sla paidAt shipBy shipBySource originalShipBy agreedShipBy
      goodsAmount { amountMinor currency }
      proposals { id number status shipDate shipBy reason remark sentAt answerBy }
      conversation { id messages(first: 5) { nodes { id number kind sender seat text createdAt } } }
    }
  }
}`;
