import { Temporal } from 'temporal-polyfill';
import { checkAnswer } from './answer.check';
import { moveClock, readClock } from './clock.acts';
import { colouredTile } from './coloured.tile';
import type { Cast } from './demo.cast';
import { uploadPicture } from './evidence.upload';
import { passOn, showOn } from './screen.scene';
import { wallClock, type Stage } from './terminal.stage';
import { actOnTicket, readReplyOptions, recordCall, type Ticket } from './ticket.acts';

/** The ticket of the story, and the picture that the seller's reply leans on. */
export interface Dispute {
  readonly ticketId: string;
  readonly pictureId: string;
}

const REQUEST = {
  category: 'REFUND',
  statement: 'The glaze in the new photo is not the green I chose. I want my money back.',
};
const NOT_AGREED = 'UNRESOLVED_NOT_AGREED';
const CELADON = [159, 193, 172] as const;

/** A ticket: its card, an urge, a contact that counts, evidence, and the reply (TK-1, TK-3, TK-5, TK-8, EV-1). */
export async function playHelp(stage: Stage, cast: Cast): Promise<Dispute> {
  stage.scene('The buyer asks the platform for help');
  stage.say('The bowl of BOWL-1 is glazed, and the buyer does not like the colour.');
  const ticket = await open(stage, cast);
  await urge(stage, cast, ticket);
  await callTooEarly(stage, cast, ticket);
  const pictureId = await callAgain(stage, cast, ticket);
  await reply(stage, cast, ticket);
  return { ticketId: ticket.id, pictureId };
}

async function open(stage: Stage, cast: Cast): Promise<Ticket> {
  stage.acts('Platform', `opens a ticket for the buyer: “${REQUEST.statement}”`);
  const input = { orderId: cast.bowlOrderId, ...REQUEST };
  const answer = await actOnTicket(cast.platform, 'ticketOpen', input);
  const expected = { status: 'AWAITING_SELLER', outcome: null, evidenceWaived: false };
  checkAnswer('Opening the ticket', answer, { ticket: expected, userErrors: [] });
  const ticket = answer.ticket as Ticket;
  stage.answers(`${ticket.status}, to be replied to by ${wallClock(ticket.dueAt)}`);
  const card = await showOn(stage, 'Seller', cast.sellersScreen, 'TICKET_OPENED');
  checkAnswer('The ticket’s card', card, { message: { sender: 'PLATFORM_SERVICE' } });
  const news = await showOn(stage, 'Buyer', cast.buyersScreen, 'TICKET_OPENED');
  checkAnswer('The buyer’s news', news, { message: null });
  return ticket;
}

async function urge(stage: Stage, { system, sellersScreen }: Cast, { dueAt }: Ticket) {
  stage.acts('Clock', `goes on by 12 hours: ${wallClock(await moveClock(system, 'PT12H'))}`);
  const urged = await showOn(stage, 'Seller', sellersScreen, 'TICKET_URGED');
  checkAnswer('The urge', urged, {
    occurredAt: Temporal.Instant.from(dueAt).subtract({ hours: 12 }).toString(),
    message: { sender: 'PLATFORM_OPERATIONS' },
  });
}

/** What the seller said before anybody complained is no answer to the complaint (TK-5). */
async function callTooEarly(stage: Stage, { seller }: Cast, { id: ticketId, openedAt }: Ticket) {
  const contactedAt = Temporal.Instant.from(openedAt).subtract({ hours: 1 }).toString();
  stage.acts('Seller', `records a call of ${wallClock(contactedAt)}, before the ticket`);
  const note = 'Told her that the glaze is done.';
  const answer = await recordCall(seller, { ticketId, contactedAt, note });
  checkAnswer('The early call', answer, { contact: { counts: false }, userErrors: [] });
  stage.refuses(`It does not count. ${answer.contact?.notCountingReason ?? ''}`);
  await checkReplyOption(stage, seller, ticketId, ['CONTACT_REQUIRED']);
}

/** The call that counts, with a picture that proves what the seller said. */
async function callAgain(
  stage: Stage,
  { url, seller }: Cast,
  { id: ticketId }: Ticket,
): Promise<string> {
  const bytes = colouredTile(64, CELADON);
  const picture = { ticketId, fileName: 'celadon-glaze.png', bytes };
  stage.acts('Seller', `uploads ${picture.fileName}, ${bytes.length} bytes, and calls again`);
  const pictureId = await uploadPicture(url, seller, picture);
  const contactedAt = await readClock(seller);
  const note = 'Showed her the sample she chose from. She does not agree.';
  const call = { ticketId, contactedAt, note, evidenceIds: [pictureId] };
  const answer = await recordCall(seller, call);
  const expected = { counts: true, notCountingReason: null };
  checkAnswer('The second call', answer, { contact: expected, userErrors: [] });
  stage.answers('It counts.');
  await checkReplyOption(stage, seller, ticketId, []);
  return pictureId;
}

/** The API says what a reply lacks before anybody tries (TK-8). */
async function checkReplyOption(
  stage: Stage,
  seller: Cast['seller'],
  ticketId: string,
  reasons: readonly string[],
): Promise<void> {
  const choices = await readReplyOptions(seller, ticketId);
  const choice = choices.find(({ option }) => option === NOT_AGREED);
  const allowed = reasons.length === 0;
  checkAnswer('The reply', choice, { allowed, reasons, leadsTo: 'INTERVENTION' });
  stage.answers(`reply ${NOT_AGREED}: ${allowed ? 'possible now' : `not yet, ${reasons.join()}`}`);
}

async function reply(stage: Stage, cast: Cast, { id: ticketId }: Ticket): Promise<void> {
  stage.acts('Seller', `replies ${NOT_AGREED}`);
  const input = { ticketId, option: NOT_AGREED, remark: 'It is the very glaze she chose.' };
  const answer = await actOnTicket(cast.seller, 'ticketReply', input);
  const expected = { status: 'INTERVENTION', atDeadline: null };
  checkAnswer('The reply', answer, { ticket: expected, userErrors: [] });
  stage.answers('INTERVENTION: the platform steps in');
  const calls = ['TICKET_CONTACT_RECORDED', 'TICKET_CONTACT_RECORDED'];
  await passOn('Seller', cast.sellersScreen, ...calls, 'TICKET_REPLIED');
  await showOn(stage, 'Buyer', cast.buyersScreen, 'TICKET_REPLIED');
  await passOn('Platform', cast.platformsScreen, 'TICKET_OPENED', 'TICKET_URGED', ...calls);
  await showOn(stage, 'Platform', cast.platformsScreen, 'TICKET_REPLIED');
}
