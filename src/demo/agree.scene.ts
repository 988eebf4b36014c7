import { checkAnswer } from './answer.check';
import type { Cast } from './demo.cast';
import { answerProposal, readCard, sendProposal, type Proposal } from './proposal.acts';
import { showOn } from './screen.scene';
import { wallClock, type Stage } from './terminal.stage';

const CARD = {
  shipDate: '2023-02-05',
  reason: 'MADE_TO_ORDER',
  remark: 'The glaze needs three more days.',
};

/** A card, an acceptance, and the result as a system message on the seller's live screen (SP-8, SP-10). */
export async function playAgreement(stage: Stage, cast: Cast): Promise<void> {
  stage.scene('The buyer agrees to a later day');
  stage.say(
    'Order BOWL-1 was paid at 10:00 and must be picked up within 48 hours, by 2023-02-01 10:00:00.',
  );
  const proposal = await send(stage, cast);
  const card = await showOn(stage, 'Seller', cast.sellersScreen, 'PROPOSAL_SENT');
  await showOn(stage, 'Buyer', cast.buyersScreen, 'PROPOSAL_SENT');
  const sent = await readCard(cast.seller, card.message?.id ?? '');
  await accept(stage, cast, proposal);
  const result = await showOn(stage, 'Seller', cast.sellersScreen, 'PROPOSAL_ACCEPTED');
  checkAnswer('The seller’s screen', result, {
    order: AGREED,
    proposal: { number: 1, status: 'ACCEPTED' },
  });
  await showOn(stage, 'Buyer', cast.buyersScreen, 'PROPOSAL_ACCEPTED');
  checkAnswer('The card, read again', await readCard(cast.seller, card.message?.id ?? ''), sent);
  stage.holds(
    'The seller’s card, read again, is what was sent: the answer came as a message of its own.',
  );
}

async function send(stage: Stage, { seller, bowlOrderId }: Cast): Promise<Proposal> {
  stage.acts('Seller', `proposes to ship by ${CARD.shipDate}: “${CARD.remark}”`);
  const { proposal, userErrors } = await sendProposal(seller, { orderId: bowlOrderId, ...CARD });
  const expected = {
    number: 1,
    status: 'PENDING',
    order: { shipBySource: 'ORIGINAL', proposalsLeft: 2 },
  };
  checkAnswer('Sending the card', { proposal, userErrors }, { proposal: expected, userErrors: [] });
  const sent = proposal as Proposal;
  stage.answers(
    `card ${sent.number} of 3, ${sent.status}, to be answered by ${wallClock(sent.answerBy)}`,
  );
  return sent;
}

async function accept(stage: Stage, { buyer }: Cast, { id }: Proposal): Promise<void> {
  stage.acts('Buyer', 'accepts');
  const { proposal, userErrors } = await answerProposal(buyer, id, 'Accept');
  const expected = { status: 'ACCEPTED', order: AGREED };
  checkAnswer(
    'Accepting the card',
    { proposal, userErrors },
    { proposal: expected, userErrors: [] },
  );
  stage.answers(`ACCEPTED, ship-by now ${wallClock(AGREED.shipBy)} (${AGREED.shipBySource})`);
}

/** The agreed day's last second in the platform zone (§2, worked values). */
const AGREED = { shipBy: '2023-02-05T15:59:59Z', shipBySource: 'AGREED' };
