/** Who did it, as far as the viewer may know: buyers and shops are told that staff acted, not which of them. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { isId } from '../lib/ids';
import { Role, type Viewer } from '../lib/viewer';
import type { Context } from './context';
import { HistoryEntry } from './history.entity';
import { InboxEntry } from './inbox.entity';

interface Acted {
  readonly actor: Role;
  readonly actorId: string | null;
}

const isOfTheMarketplace = ({ role }: Viewer): boolean =>
  role === Role.PLATFORM || role === Role.SYSTEM;

/** AC-5: of a ticket a buyer learns what the shop replied, not which seat did. */
function actorIdFor(context: Context, { actor, actorId }: Acted, ofTicket: boolean): string | null {
  const viewer = context.signedIn();
  if (actor === Role.PLATFORM && !isOfTheMarketplace(viewer)) return null;
  return actor === Role.SELLER && ofTicket && viewer.role === Role.BUYER ? null : actorId;
}

const described = {
  nullable: true,
  description:
    'The buyerId or seatId of who did it; null where a program did. Which of the staff it was, staff alone are told; which seat handled a ticket, not the buyer.',
};

@Resolver(() => InboxEntry)
export class InboxActorResolver {
  @FieldResolver(() => String, described)
  actorId(@Root() entry: InboxEntry, @Ctx() context: Context): string | null {
    return actorIdFor(context, entry, entry.ticketId !== null);
  }
}

@Resolver(() => HistoryEntry)
export class HistoryActorResolver {
  @FieldResolver(() => String, described)
  actorId(@Root() entry: HistoryEntry, @Ctx() context: Context): string | null {
    return actorIdFor(context, entry, isId('ticket', entry.subjectId));
  }
}
