import type { Call } from '../story';
import { checkAnswer } from './answer.check';
import type { Cast } from './demo.cast';
import type { Dispute } from './help.scene';
import { passOn, showOn } from './screen.scene';
import type { Stage } from './terminal.stage';
import { actOnTicket } from './ticket.acts';

/** The judgment, what of it the buyer sees, and what forged evidence costs (TK-14, AC-5, MT-1, PT-1, PT-2). */
export async function playJudgment(stage: Stage, cast: Cast, dispute: Dispute): Promise<void> {
  stage.scene('The platform decides');
  await judge(stage, cast, dispute);
  await checkWhatTheBuyerSees(stage, cast.buyer, dispute);
  await readRate(stage, cast.seller);
  await findForged(stage, cast, dispute);
}

async function judge(stage: Stage, cast: Cast, { ticketId, pictureId }: Dispute): Promise<void> {
  const reason = 'The sample is not of this bowl.';
  stage.acts('Platform', `judges SELLER_LIABLE: “${reason}”`);
  const verdict = { verdict: 'SELLER_LIABLE', reason, evidenceIds: [pictureId] };
  const answer = await actOnTicket(cast.platform, 'ticketAdjudicate', { ticketId, ...verdict });
  const expected = { status: 'CLOSED', outcome: 'SELLER_LIABLE' };
  checkAnswer('The judgment', answer, { ticket: expected, userErrors: [] });
  stage.answers('CLOSED, SELLER_LIABLE');
  await showOn(stage, 'Seller', cast.sellersScreen, 'TICKET_ADJUDICATED');
  await showOn(stage, 'Buyer', cast.buyersScreen, 'TICKET_ADJUDICATED');
}

const EVERYTHING = `query ($id: ID!) {
  ticket(id: $id) {
    outcome
    reply { option remark }
    contacts { id }
    evidence { id }
    urges { urgedAt }
    judgment { reason }
    conversation { id }
  }
}`;

async function checkWhatTheBuyerSees(
  stage: Stage,
  buyer: Call,
  { ticketId: id }: Dispute,
): Promise<void> {
  checkAnswer('What the buyer sees', await buyer(EVERYTHING, { id }), {
    ticket: {
      outcome: 'SELLER_LIABLE',
      reply: { option: 'UNRESOLVED_NOT_AGREED', remark: null },
      contacts: null,
      evidence: null,
      urges: null,
      judgment: null,
      conversation: null,
    },
  });
  stage.holds(
    'The buyer sees the reply’s option and the outcome; calls, evidence and reasons stay inside.',
  );
}

const FIGURES = `{
  viewer { shop { metrics { liableJudgments ordersPaid disputeRefundRate platformDisputeRate } } }
}`;

/** The shop is a TAOBAO shop: its rate has that name, and the other one is not its own (TK-15, MT-1). */
async function readRate(stage: Stage, seller: Call): Promise<void> {
  stage.acts('Seller', 'looks at the figures of the last 30 days');
  const rate = { disputeRefundRate: 0.5, platformDisputeRate: null };
  const metrics = { liableJudgments: 1, ordersPaid: 2, ...rate };
  checkAnswer('The figures', await seller(FIGURES), { viewer: { shop: { metrics } } });
  stage.answers('dispute refund rate 50 %: 1 judgment, 2 orders paid');
}

const RECORD = `mutation ($input: ViolationRecordInput!) {
  violationRecord(input: $input) {
    violation { points multiplesCrossed shop { points { general severe } } }
    userErrors { code message }
  }
}`;

async function findForged(
  stage: Stage,
  { platform, sellersScreen, platformsScreen }: Cast,
  { pictureId: evidenceId }: Dispute,
): Promise<void> {
  const note = 'The picture was drawn by a program.';
  stage.acts('Platform', `finds that the evidence is forged: “${note}”`);
  const input = { evidenceId, severity: 'GENERAL', note };
  const crossed = { points: 12, multiplesCrossed: [12] };
  const violation = { ...crossed, shop: { points: { general: 12, severe: 0 } } };
  checkAnswer('The violation', await platform(RECORD, { input }), {
    violationRecord: { violation, userErrors: [] },
  });
  stage.answers('GENERAL, 12 penalty points; the shop has 12 of them this year');
  const news = await showOn(stage, 'Seller', sellersScreen, 'VIOLATION_RECORDED');
  checkAnswer('The news of it', news, { violation: crossed });
  await passOn('Platform', platformsScreen, 'TICKET_ADJUDICATED', 'VIOLATION_RECORDED');
}
