import { Temporal } from 'temporal-polyfill';
import { checkAnswer } from './answer.check';
import { moveClock } from './clock.acts';
import type { Cast } from './demo.cast';
import { passOn, showOn } from './screen.scene';
import { wallClock, type Stage } from './terminal.stage';
import { actOnTicket, readHistory, type Ticket } from './ticket.acts';

const REQUEST = { category: 'URGE_SHIPPING', statement: 'When is my coat coming?' };

/** A ticket nobody replies to: urges, then the platform steps in, and a late reply is refused (TK-3, TK-11). */
export async function playSilence(stage: Stage, cast: Cast): Promise<void> {
  stage.scene('Nobody answers');
  const ticket = await open(stage, cast);
  await moveOn(stage, cast, { by: 'PT12H', said: '12 hours' });
  await checkUrge(stage, cast, ticket, 12);
  await moveOn(stage, cast, { by: 'PT11H', said: '11 hours' });
  await checkUrge(stage, cast, ticket, 1);
  stage.holds('Of the urges 4 hours and 1 hour before, both missed, only the latest came.');
  await moveOn(stage, cast, { by: 'PT1H1S', said: 'an hour and a second' });
  await expire(stage, cast, ticket);
  await replyTooLate(stage, cast, ticket);
  await askWhy(stage, cast, ticket);
}

async function open(stage: Stage, cast: Cast): Promise<Ticket> {
  stage.acts('Platform', `opens a ticket on COAT-1: “${REQUEST.statement}”`);
  const input = { orderId: cast.coatOrderId, ...REQUEST };
  const answer = await actOnTicket(cast.platform, 'ticketOpen', input);
  const expected = { status: 'AWAITING_SELLER' };
  checkAnswer('Opening the ticket', answer, { ticket: expected, userErrors: [] });
  const ticket = answer.ticket as Ticket;
  stage.answers(ticket.atDeadline ?? '');
  await passOn('Seller', cast.sellersScreen, 'TICKET_OPENED');
  await passOn('Buyer', cast.buyersScreen, 'TICKET_OPENED');
  return ticket;
}

async function moveOn(
  stage: Stage,
  { system }: Cast,
  { by, said }: { by: string; said: string },
): Promise<void> {
  stage.acts('Clock', `goes on by ${said}: ${wallClock(await moveClock(system, by))}`);
}

async function checkUrge(
  stage: Stage,
  { sellersScreen }: Cast,
  { dueAt }: Ticket,
  hours: number,
): Promise<void> {
  const urged = await showOn(stage, 'Seller', sellersScreen, 'TICKET_URGED');
  const occurredAt = Temporal.Instant.from(dueAt).subtract({ hours }).toString();
  checkAnswer('The urge', urged, { occurredAt });
}

async function expire(stage: Stage, cast: Cast, { dueAt }: Ticket): Promise<void> {
  const occurredAt = Temporal.Instant.from(dueAt).add({ seconds: 1 }).toString();
  const ticket = { status: 'INTERVENTION', evidenceWaived: true };
  const expired = await showOn(stage, 'Seller', cast.sellersScreen, 'TICKET_EXPIRED');
  checkAnswer('The expiry', expired, { occurredAt, ticket });
  const news = await showOn(stage, 'Buyer', cast.buyersScreen, 'TICKET_EXPIRED');
  const seen = { ...ticket, evidenceWaived: null };
  checkAnswer('The buyer’s news', news, { message: null, ticket: seen });
  const urged = ['TICKET_URGED', 'TICKET_URGED'];
  await passOn('Platform', cast.platformsScreen, 'TICKET_OPENED', ...urged, 'TICKET_EXPIRED');
}

async function replyTooLate(
  stage: Stage,
  { seller }: Cast,
  { id: ticketId }: Ticket,
): Promise<void> {
  stage.acts('Seller', 'replies after all');
  const remark = 'It is being sewn.';
  const input = { ticketId, option: 'OTHER', remark, noContactReason: 'The phone was broken.' };
  const { ticket, userErrors } = await actOnTicket(seller, 'ticketReply', input);
  const [refusal] = userErrors;
  const expected = { ticket: null, refusal: { code: 'TICKET_DUE_PASSED' } };
  checkAnswer('The late reply', { ticket, refusal }, expected);
  stage.refuses(`${refusal?.code ?? ''}: ${refusal?.message ?? ''}`);
}

/** One query answers why, rule by rule. */
async function askWhy(stage: Stage, { seller }: Cast, { id }: Ticket): Promise<void> {
  stage.acts('Seller', 'asks why: history');
  const lines = await readHistory(seller, id);
  const moves = lines.map(({ rule, to }) => `${rule} ${to ?? ''}`);
  const urged = ['TK-3 URGED', 'TK-3 URGED'];
  const expected = ['TK-1 AWAITING_SELLER', ...urged, 'TK-11 INTERVENTION'];
  checkAnswer('The history', { moves }, { moves: expected });
  for (const { at, rule, actor, to } of lines)
    stage.answers(`${wallClock(at)}  ${rule.padEnd(5)}  ${actor.padEnd(8)}  ${to ?? ''}`);
}
