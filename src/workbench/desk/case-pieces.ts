/** Every piece of evidence of a ticket, once, with each place where the shop gave it. */
import type { PieceFragment, TicketCaseQuery } from '../api/operations';

export type TicketCase = NonNullable<TicketCaseQuery['ticket']>;

export interface Origin {
  readonly place: 'contact' | 'reply' | 'addition';
  readonly at: string;
  readonly seat: string | null;
}

export interface GivenPiece {
  readonly piece: PieceFragment;
  readonly origins: readonly Origin[];
}

interface Giving extends Origin {
  readonly evidence: readonly PieceFragment[];
}

/** In the order of the ticket's own list: contacts, the reply, what was added. */
function givingsOf({ contacts, reply, additions }: TicketCase): Giving[] {
  return [
    ...(contacts ?? []).map(({ recordedAt: at, seat, evidence }) => {
      return { place: 'contact', at, seat, evidence } as const;
    }),
    ...(reply
      ? [{ place: 'reply', at: reply.repliedAt, seat: reply.seat, evidence: reply.evidence ?? [] }]
      : []),
    ...(additions ?? []).map(({ addedAt: at, seat, evidence }) => {
      return { place: 'addition', at, seat, evidence } as const;
    }),
  ] as Giving[];
}

export function piecesOf(ticket: TicketCase): GivenPiece[] {
  const given = new Map<string, GivenPiece>();
  for (const { evidence, ...origin } of givingsOf(ticket))
    for (const piece of evidence) {
      const before = given.get(piece.id)?.origins ?? [];
      given.set(piece.id, { piece, origins: [...before, origin] });
    }
  return [...given.values()];
}
