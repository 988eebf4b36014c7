/** A second reading of domain.md §8: the tickets of one order, as plainly as it can be said. Instants are milliseconds. */
const HOUR = 3_600_000;
const secondOf = (instant: number): number => Math.floor(instant / 1_000);

export const OPTIONS = [
  'RESOLVED_AGREED',
  'UNRESOLVED_NOT_AGREED',
  'UNRESOLVED_UNREACHABLE',
  'OTHER',
] as const;
export type Option = (typeof OPTIONS)[number];
export const VERDICTS = ['SELLER_LIABLE', 'SELLER_NOT_LIABLE', 'NO_FAULT'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What each role can ever do with a ticket. */
export const ACTIONS = {
  SELLER: ['RECORD_CONTACT', 'ADD_EVIDENCE', 'REPLY', 'APPEAL'],
  PLATFORM: ['URGE', 'REQUEST_EVIDENCE', 'REVIEW', 'ADJUDICATE', 'SETTLE_WORRY_FREE', 'CLOSE', 'WITHDRAW', 'DECIDE_APPEAL'], // prettier-ignore
  BUYER: ['CONFIRM', 'WITHDRAW'],
} as const;
export type Actor = keyof typeof ACTIONS;
export type Action = (typeof ACTIONS)[Actor][number];

export interface Contact {
  readonly at: number;
  readonly reached: boolean;
  readonly proof: boolean;
}

export interface Reply {
  readonly option: Option;
  readonly remark: boolean;
  readonly noContactReason: boolean;
  readonly proof: boolean;
}

export class TicketModel {
  status = 'AWAITING_SELLER';
  outcome: string | null = null;
  waived = false;
  until: number | null = null;
  reply: Option | null = null;
  readonly contacts: Contact[] = [];
  readonly urges: number[] = [];
  urgedUpTo: number;
  appeal: string | null = null;
  appealBy: number | null = null;
  readonly dueAt: number;

  constructor(
    readonly openedAt: number,
    readonly worryFree: boolean,
  ) {
    this.dueAt = secondOf(openedAt) * 1_000 + 24 * HOUR;
    this.urgedUpTo = secondOf(openedAt) * 1_000;
  }

  /** TK-12: where a ticket goes that the platform must look at. */
  get platformsHands(): string {
    return this.worryFree ? 'WORRY_FREE_PROCESS' : 'INTERVENTION';
  }

  counting(): Contact[] {
    return this.contacts.filter(({ at }) => secondOf(at) >= secondOf(this.openedAt));
  }
}

/** The shop's orders, all paid at one time; one of them has the tickets. */
export const ORDERS = 3;
export const PAID_AT = Date.parse('2023-01-30T10:00:00+08:00');

export class OrderModel {
  readonly tickets: TicketModel[] = [];

  constructor(
    public now: number,
    readonly worryFree: boolean,
  ) {}

  get newest(): TicketModel {
    return this.tickets.at(-1)!;
  }

  open(): void {
    this.tickets.push(new TicketModel(this.now, this.worryFree));
  }

  private isLate({ status, dueAt }: TicketModel): boolean {
    return status === 'AWAITING_SELLER' && secondOf(this.now) > secondOf(dueAt);
  }

  statusOf(ticket: TicketModel): string {
    return this.isLate(ticket) ? ticket.platformsHands : ticket.status;
  }

  isWaived(ticket: TicketModel): boolean {
    return ticket.waived || this.isLate(ticket);
  }

  /** Records what has become true by itself: the sweep does, and every act before it acts. */
  record(): void {
    for (const ticket of this.tickets)
      if (this.isLate(ticket)) {
        ticket.status = ticket.platformsHands;
        ticket.waived = true;
      } else if (ticket.status === 'AWAITING_SELLER') this.urge(ticket);
  }

  private urge(ticket: TicketModel): void {
    const reached = secondOf(this.now) * 1_000;
    const missed = [12, 4, 1]
      .map((hours) => ticket.dueAt - hours * HOUR)
      .filter((instant) => instant > ticket.urgedUpTo && instant <= reached);
    ticket.urges.push(...this.missed(missed));
    ticket.urgedUpTo = reached;
  }

  /** Of several missed only the latest. */
  protected missed(instants: readonly number[]): readonly number[] {
    return instants.slice(-1);
  }

  /** Why an action is impossible now, whatever it brings; null when it is possible. */
  refusal(action: Action): string | null {
    const ticket = this.newest;
    const status = this.statusOf(ticket);
    const inState = (...states: string[]) =>
      states.includes(status) ? null : 'TICKET_NOT_IN_STATE';
    switch (action) {
      case 'REPLY':
        if (ticket.reply !== null) return 'TICKET_ALREADY_REPLIED';
        if (status === 'CLOSED') return 'TICKET_NOT_IN_STATE';
        return this.isWaived(ticket) ? 'TICKET_DUE_PASSED' : null;
      case 'RECORD_CONTACT':
      case 'ADD_EVIDENCE':
        if (status === 'CLOSED') return 'TICKET_NOT_IN_STATE';
        if (!this.isWaived(ticket)) return null;
        return ticket.until !== null && secondOf(this.now) <= secondOf(ticket.until)
          ? null
          : 'EVIDENCE_WAIVED';
      case 'URGE':
        return inState('AWAITING_SELLER');
      case 'REQUEST_EVIDENCE':
        return inState('INTERVENTION', 'WORRY_FREE_PROCESS');
      case 'REVIEW':
      case 'CONFIRM':
        return inState('AWAITING_PLATFORM');
      case 'ADJUDICATE':
        return ticket.worryFree ? 'WORRY_FREE_NOT_ADJUDICATED' : inState('INTERVENTION');
      case 'SETTLE_WORRY_FREE':
        return inState('WORRY_FREE_PROCESS');
      case 'CLOSE':
      case 'WITHDRAW':
        return status === 'CLOSED' ? 'TICKET_NOT_IN_STATE' : null;
      case 'APPEAL':
        if (ticket.appealBy === null) return 'TICKET_NOT_IN_STATE';
        return ticket.appeal === null && secondOf(this.now) <= secondOf(ticket.appealBy)
          ? null
          : 'APPEAL_CLOSED';
      case 'DECIDE_APPEAL':
        if (status !== 'CLOSED') return 'TICKET_NOT_IN_STATE';
        return ticket.appeal === 'SUBMITTED' ? null : 'APPEAL_CLOSED';
    }
  }

  /** TK-7…TK-10: what a reply lacks. */
  lacks({ option, remark, noContactReason, proof }: Reply): string[] {
    const counting = this.newest.counting();
    if (option === 'OTHER') {
      const words = [remark, noContactReason || counting.length > 0];
      return words.filter((given) => !given).map(() => 'REMARK_REQUIRED');
    }
    const reached = counting.some((contact) => contact.reached);
    if (option !== 'UNRESOLVED_UNREACHABLE') return reached ? [] : ['CONTACT_REQUIRED'];
    return [
      ...(counting.length < 2 ? ['CONTACT_REQUIRED'] : []),
      ...(reached ? ['CONTACT_REACHED'] : []),
      ...(proof || counting.some((contact) => contact.proof) ? [] : ['EVIDENCE_REQUIRED']),
    ];
  }

  close(outcome: string): void {
    this.newest.status = 'CLOSED';
    this.newest.outcome = outcome;
  }

  /** TK-15, TK-17: an order counts once while any of its tickets stands judged against the seller. */
  metric(): number {
    return this.tickets.some(({ outcome }) => outcome === 'SELLER_LIABLE') ? 1 : 0;
  }

  /** MT-1, from scratch: the judgments that stand ÷ the shop's orders paid in the last 30 days. */
  rate(): number | null {
    const age = secondOf(this.now) - secondOf(PAID_AT);
    return age <= 30 * 86_400 ? this.metric() / ORDERS : null;
  }

  answers() {
    const ticket = this.newest;
    const status = this.statusOf(ticket);
    const isWaiting = status === 'AWAITING_SELLER';
    return {
      tickets: this.tickets.length,
      status,
      outcome: ticket.outcome,
      waived: this.isWaived(ticket),
      secondsLeft: isWaiting ? secondOf(ticket.dueAt) - secondOf(this.now) : null,
      contacts: ticket.contacts.map((contact) => ticket.counting().includes(contact)),
      reply: ticket.reply,
      urges: [...ticket.urges],
      appeal: ticket.appeal,
      metric: this.metric(),
      rate: this.rate(),
      possible: Object.fromEntries(
        Object.entries(ACTIONS).map(([actor, actions]) => [
          actor,
          [...actions].filter((action) => this.refusal(action) === null).sort(),
        ]),
      ),
    };
  }
}
