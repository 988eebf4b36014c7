import { Temporal } from 'temporal-polyfill';
import { checkAnswer } from './answer.check';
import { moveClock } from './clock.acts';
import type { Cast } from './demo.cast';
import { sendProposal, type Proposal } from './proposal.acts';
import { showOn } from './screen.scene';
import { wallClock, type Stage } from './terminal.stage';

/** 24 hours to answer, both ends included (SP-6, TM-3): the card is void in the second after. */
const PAST_THE_DEADLINE = 'PT24H1S';

/** A card nobody answers is void after 24 hours; the ship-by stays (SP-6, SP-9). */
export async function playExpiry(stage: Stage, cast: Cast): Promise<void> {
  stage.scene('Silence is never consent');
  stage.say('Order COAT-1 has ten days. The buyer does not answer the card.');
  const { answerBy } = await send(stage, cast);
  await showOn(stage, 'Buyer', cast.buyersScreen, 'PROPOSAL_SENT');
  await showOn(stage, 'Seller', cast.sellersScreen, 'PROPOSAL_SENT');
  const now = await moveClock(cast.system, PAST_THE_DEADLINE);
  stage.acts('Clock', `goes on by 24 hours and a second: ${wallClock(now)}`);
  const expired = await showOn(stage, 'Seller', cast.sellersScreen, 'PROPOSAL_EXPIRED');
  checkAnswer('The expiry', expired, {
    occurredAt: Temporal.Instant.from(answerBy).add({ seconds: 1 }).toString(),
    order: { orderNo: 'COAT-1', shipBySource: 'ORIGINAL' },
    proposal: { number: 1, status: 'EXPIRED' },
  });
  await showOn(stage, 'Buyer', cast.buyersScreen, 'PROPOSAL_EXPIRED');
  stage.holds(
    `It was void from ${wallClock(expired.occurredAt)} on; the ship-by is still the original one.`,
  );
}

async function send(stage: Stage, { seller, coatOrderId }: Cast): Promise<Proposal> {
  stage.acts('Seller', 'proposes to ship by 2023-02-15, short of linen');
  const card = {
    orderId: coatOrderId,
    shipDate: '2023-02-15',
    reason: 'STOCK_SHORTAGE',
    remark: 'The linen is late.',
  };
  const { proposal, userErrors } = await sendProposal(seller, card);
  checkAnswer(
    'Sending the card',
    { proposal, userErrors },
    { proposal: { number: 1, status: 'PENDING' }, userErrors: [] },
  );
  const sent = proposal as Proposal;
  stage.answers(`card 1 of 3, PENDING, to be answered by ${wallClock(sent.answerBy)}`);
  return sent;
}
