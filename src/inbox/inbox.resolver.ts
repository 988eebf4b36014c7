/** `inboxHead`, `query inbox` and `subscription inbox` (IN-3, IN-4, IN-6). */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
  type SubscribeResolverData,
} from 'type-graphql';
import { connectionClass, PER_PAGE, pageOf } from '../lib/connection';
import { badInput, forbidden, type Context } from './context';
import { InboxEntry, InboxEvent, InboxResync, ResyncReason } from './inbox.entity';
import { INBOX_LOG, inboxOf } from './inbox.repository';
import { isBreak, type Step } from './log.stream';
import { pageSize } from './paging';

@ObjectType('InboxConnection')
class InboxConnection extends connectionClass('Inbox', () => InboxEntry) {
  @Field(() => InboxResync, {
    nullable: true,
    description:
      'Set when the log no longer continues from `after`: query afresh what you show (IN-4).',
  })
  resync!: InboxResync | null;
}

/** IN-1: buyers, shops and staff have an inbox; back ends have none. */
export function ownInbox(context: Context): string {
  const inboxId = inboxOf(context.signedIn());
  if (inboxId === null) throw forbidden('SYSTEM viewers have no inbox.');
  return inboxId;
}

/** The present head of the viewer's inbox as a cursor (IN-6). */
export async function readInboxHead(context: Context): Promise<string> {
  const inboxId = ownInbox(context);
  const heads = await INBOX_LOG.heads(context.app.db, [inboxId]);
  return context.app.cursors.encode(inboxId, heads.get(inboxId) ?? 0);
}

/** A cursor of another inbox or database counts as beyond every entry, so that it is answered with a resync. */
const BEYOND = Number.MAX_SAFE_INTEGER;

function numberAfter(context: Context, inboxId: string, after: string | null | undefined) {
  if (after === null || after === undefined) return undefined;
  const decoded = context.app.cursors.decode(inboxId, after);
  if (decoded === null) throw badInput('after must be a cursor of an inbox.');
  return decoded.isOurs ? decoded.number : BEYOND;
}

/** Opens the live log; a bad cursor or a missing right fails here, before anything is delivered (AC-3). */
async function subscribeInbox({ args, context }: SubscribeResolverData) {
  const own = context as Context;
  const inboxId = ownInbox(own);
  const after = numberAfter(own, inboxId, (args as { after?: string | null }).after);
  return own.app.tails.open(INBOX_LOG, inboxId, after);
}

function resyncAt(
  context: Context,
  inboxId: string,
  reason: ResyncReason,
  head: number,
): InboxResync {
  return Object.assign(new InboxResync(), {
    reason,
    head: context.app.cursors.encode(inboxId, head),
  });
}

@Resolver(() => InboxEntry)
export class InboxResolver {
  @Query(() => String, {
    description:
      'The cursor of your inbox, read before everything else in the same query: what you read here plus the entries after it is the present (IN-6).',
  })
  inboxHead(@Ctx() context: Context): Promise<string> | string {
    return context.inboxHead ?? readInboxHead(context);
  }

  @Query(() => InboxConnection, {
    description:
      'The log of your inbox, oldest first: for clients that poll. It is kept for 90 days by default.',
  })
  async inbox(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<InboxConnection> {
    const size = pageSize(first);
    const inboxId = ownInbox(context);
    const number = numberAfter(context, inboxId, after);
    const head = number === undefined ? 0 : await this.head(context, inboxId);
    const rows = await INBOX_LOG.after(context.app.db, inboxId, number ?? 0, size + 1);
    const reason = gapAfter(number, head, rows[0]?.number);
    const resync = reason === null ? null : resyncAt(context, inboxId, reason, head);
    const cursorOf = (entry: InboxEntry) => context.app.cursors.encode(inboxId, entry.number);
    const page = pageOf(resync ? [] : rows, size, cursorOf, number !== undefined && number > 0);
    return Object.assign(page, { resync });
  }

  @Subscription(() => InboxEvent, {
    name: 'inbox',
    subscribe: subscribeInbox,
    description:
      'Your inbox, live: first what came after the cursor, then what comes, each entry once and in order, across reconnects (IN-3). Without `after` it starts now. Close codes 1012, 1013 and 4403 mean: connect again and go on after your last cursor (IN-5).',
  })
  inboxLive(
    @Root() step: Step<InboxEntry>,
    @Ctx() context: Context,
    @Arg('after', () => String, { nullable: true }) _after?: string | null,
  ): InboxEntry | InboxResync {
    if (isBreak(step)) {
      const reason =
        step.reason === 'TOO_OLD' ? ResyncReason.CURSOR_TOO_OLD : ResyncReason.CURSOR_UNKNOWN;
      return resyncAt(context, step.id, reason, step.head);
    }
    context.now = step.now;
    return step.item;
  }

  @FieldResolver(() => String, { description: 'The position of this entry, for `after`.' })
  cursor(@Root() entry: InboxEntry, @Ctx() context: Context): string {
    return context.app.cursors.encode(entry.inboxId, entry.number);
  }

  private async head(context: Context, inboxId: string): Promise<number> {
    return (await INBOX_LOG.heads(context.app.db, [inboxId])).get(inboxId) ?? 0;
  }
}

/** IN-4: why the log does not continue after a number; `head` was read before `next` was looked for. */
function gapAfter(
  after: number | undefined,
  head: number,
  next: number | undefined,
): ResyncReason | null {
  if (after === undefined || next === after + 1 || after === head) return null;
  return after > head ? ResyncReason.CURSOR_UNKNOWN : ResyncReason.CURSOR_TOO_OLD;
}
