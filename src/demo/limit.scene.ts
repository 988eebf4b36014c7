import { checkAnswer } from './answer.check';
import type { Cast } from './demo.cast';
import { answerProposal, sendProposal, type ProposalAnswer } from './proposal.acts';
import { showOn } from './screen.scene';
import type { Stage } from './terminal.stage';

/** Three cards per order, whatever became of them; the fourth is refused (SP-3). */
export async function playLimit(stage: Stage, cast: Cast): Promise<void> {
  stage.scene('Three cards, and no fourth');
  stage.say('One card of COAT-1 has expired. The seller tries again.');
  await sendAndDecline(stage, cast, 2, '2023-02-16');
  await sendAndDecline(stage, cast, 3, '2023-02-17');
  stage.acts('Seller', 'proposes to ship by 2023-02-18');
  const { proposal, userErrors } = await send(cast, '2023-02-18');
  const [refusal] = userErrors;
  checkAnswer(
    'The fourth card',
    { proposal, refusal },
    { proposal: null, refusal: { code: 'PROPOSAL_LIMIT_REACHED' } },
  );
  stage.refuses(`${refusal?.code ?? ''}: ${refusal?.message ?? ''}`);
}

async function sendAndDecline(
  stage: Stage,
  cast: Cast,
  number: number,
  shipDate: string,
): Promise<void> {
  stage.acts('Seller', `proposes to ship by ${shipDate}`);
  const sent = await send(cast, shipDate);
  const expected = { number, status: 'PENDING', order: { proposalsLeft: 3 - number } };
  checkAnswer(`Sending card ${number}`, sent, { proposal: expected, userErrors: [] });
  stage.answers(`card ${number} of 3, PENDING`);
  await showOn(stage, 'Buyer', cast.buyersScreen, 'PROPOSAL_SENT');
  stage.acts('Buyer', 'declines');
  const answer = await answerProposal(cast.buyer, sent.proposal?.id ?? '', 'Decline');
  checkAnswer(`Declining card ${number}`, answer, {
    proposal: { status: 'DECLINED' },
    userErrors: [],
  });
  await checkScreens(stage, cast);
}

/** The seller sees the own card and the answer, the buyer the own answer. */
async function checkScreens(stage: Stage, { sellersScreen, buyersScreen }: Cast): Promise<void> {
  checkAnswer('The seller’s screen', await sellersScreen.next(), { kind: 'PROPOSAL_SENT' });
  await showOn(stage, 'Seller', sellersScreen, 'PROPOSAL_DECLINED');
  checkAnswer('The buyer’s screen', await buyersScreen.next(), { kind: 'PROPOSAL_DECLINED' });
}

function send({ seller, coatOrderId }: Cast, shipDate: string): Promise<ProposalAnswer> {
  const card = {
    orderId: coatOrderId,
    shipDate,
    reason: 'STOCK_SHORTAGE',
    remark: 'The linen is late.',
  };
  return sendProposal(seller, card);
}
