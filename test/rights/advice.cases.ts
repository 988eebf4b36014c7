/** What the API says somebody may do is what it lets them do: the advice is held against the law of mutations. */
import { placeOrder } from '../support/market';
import { submitted } from '../support/reports';
import { sent } from '../support/cards';
import { opened } from '../support/tickets';
import { labelOf, operationLaw, wordFor } from './law';
import { ask, type Concerned } from './viewers';
import { cell, type Cell, type World } from './world';

/** What is asked, and the mutation that it is advice about. */
const ADVICE: readonly (readonly [what: string, mutation: string])[] = [
  ['canPropose', 'shippingProposalSend'],
  ['canReport', 'deadlineReportSubmit'],
  ['proposal ACCEPT', 'shippingProposalAccept'],
  ['report CANCEL', 'deadlineReportCancel'],
  ['report APPROVE', 'deadlineReportDecide'],
  ['ticket URGE', 'ticketUrge'],
  ['ticket ASSIGN', 'ticketAssign'],
  ['ticket REPLY', 'ticketReply'],
  ['ticket CLOSE', 'ticketClose'],
  ['ticket WITHDRAW', 'ticketWithdraw'],
  ['reply OTHER', 'ticketReply'],
];

/** Each as the reasons against it; what is not even named is null. */
function adviceOf(data: any): Record<string, readonly string[] | null> {
  const told: Record<string, readonly string[] | null> = {
    canPropose: data.fresh.canPropose.reasons,
    canReport: data.fresh.canReport.reasons,
  };
  const note = (name: string, actions: any[] | null | undefined) => {
    for (const { action, option, reasons } of actions ?? [])
      told[`${name} ${action ?? option}`] = reasons;
  };
  note('proposal', data.card.proposals[0].availableActions);
  note('report', data.reported.reports[0]?.availableActions);
  note('ticket', data.ticket.availableActions);
  note('reply', data.ticket.replyOptions);
  return told;
}

const QUERY = `query ($fresh: ID!, $card: ID!, $reported: ID!, $ticket: ID!) {
  fresh: order(id: $fresh) { canPropose { reasons } canReport { reasons } }
  card: order(id: $card) { proposals { availableActions { action reasons } } }
  reported: order(id: $reported) { reports { availableActions { action reasons } } }
  ticket(id: $ticket) { availableActions { action reasons } replyOptions { option reasons } } }`;

export async function advice({ workshop }: World): Promise<Cell[]> {
  const place = () => placeOrder(workshop);
  const [fresh, card, reported] = [await place(), await place(), await place()];
  await sent(workshop, card);
  await submitted(workshop, reported);
  const variables = { fresh, card, reported, ticket: await opened(workshop, await place()) };
  const cells: Cell[] = [];
  const kinds: Concerned[] = ['buyer', 'owner', 'idle', 'proposals', 'reports', 'tickets'];
  for (const kind of [...kinds, 'platform' as const, 'system' as const]) {
    const { data } = await ask(workshop, kind, QUERY, variables);
    const told = adviceOf(data);
    for (const [what, mutation] of ADVICE) {
      const row = operationLaw('Mutations').find((known) => labelOf(known) === mutation)!;
      const law = wordFor(row, kind, 'does', 'no') === 'does' ? 'may' : 'may not';
      const reasons = told[what] ?? ['FORBIDDEN'];
      const found = reasons.includes('FORBIDDEN') ? 'may not' : 'may';
      cells.push(cell(`${what}, as advised`, kind, law, found));
    }
  }
  return cells;
}
