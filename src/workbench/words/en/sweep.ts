/** How far the recording of what fell due has come. */
export const sweep = {
  'nav.sweep': 'Settlement',
  'sweep.title': 'Settlement of deadlines',
  'sweep.what':
    'What falls due is true at once, for everybody. The sweep only records and announces it; here is what it still has to do.',
  'sweep.stale':
    'The last look failed. What follows is what was known before; it is tried again by itself.',
  'sweep.waiting': 'Waiting',
  'sweep.done': 'How much of it is recorded',
  'sweep.nothing': 'Everything that fell due is recorded.',
  'sweep.of': '{{recorded}} of {{most}} recorded since you look',
  'sweep.left': 'about {{seconds}} s left',
  'sweep.recorded': 'Recorded',
  'sweep.recordedBy': 'by the node that answers, since it started',
  'sweep.kinds': 'By kind',
  'sweep.kind': 'Deadline',
  'sweep.oldest': 'Waiting longest, due',
  'sweep.proposal.answerBy': 'Proposed ship dates to answer',
  'sweep.order.shipBy': 'Ship-bys of orders',
  'sweep.ticket.due': 'Tickets to reply to',
  'sweep.ticket.urge': 'Urges to send',
};
