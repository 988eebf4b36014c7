/**
 * The way not to do it: find the card, look at it, save it. No lock, no condition. Raced like the product, it must be caught:
 * a race test that passes whatever happens proves nothing.
 */
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/lib/data-source';
import {
  ProposalStatus,
  ShippingProposal,
} from '../../src/shipping-proposals/shipping-proposal.entity';
import { someTurns, type Contender } from './races';

const CONNECTIONS = 16;

export const openNaively = (databaseUrl: string): Promise<DataSource> =>
  new DataSource({
    ...dataSourceOptions(databaseUrl, CONNECTIONS),
    entities: [ShippingProposal],
  }).initialize();

/** Ends a card like a beginner's first resolver. */
export const endNaively =
  (source: DataSource, status: ProposalStatus): Contender =>
  async (_node, { cardId }) => {
    const cards = source.getRepository(ShippingProposal);
    const card = await cards.findOneByOrFail({ id: cardId });
    if (card.recordedStatus !== ProposalStatus.PENDING)
      return `PROPOSAL_NOT_PENDING ${card.recordedStatus}`;
    await someTurns(); // whatever else a resolver waits for: another service, a file
    card.recordedStatus = status;
    await cards.save(card, { transaction: false });
    return '';
  };
