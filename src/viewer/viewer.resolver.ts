/** `viewer`, `serverTime` and `node`: what belongs to no feature, or to all. */
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import { Node } from '../lib/node';
import { DateTime } from '../lib/scalars';
import { Permission, Role } from '../lib/viewer';
import type { Context } from '../inbox/context';
import { unreadInAll } from '../conversations/conversation.repository';
import { Shop } from '../shops/shop.entity';
import { shopByKey } from '../shops/shop.repository';
import { nodeById } from './node';

@ObjectType('Viewer', { description: 'You, as your token and the seat registry say.' })
class ViewerFace {
  @Field(() => ID, {
    description: 'The `sub` of your token: a buyerId or a seatId, for those roles.',
  })
  id!: string;

  @Field(() => Role)
  role!: Role;

  @Field(() => [Permission], {
    description: 'What your seat may do: token ∩ registry (AC-2). Empty for other roles.',
  })
  permissions!: Permission[];
}

@Resolver(() => ViewerFace)
export class ViewerResolver {
  @Query(() => ViewerFace, { description: 'Who you are to Parley.' })
  viewer(@Ctx() context: Context): ViewerFace {
    const { sub, role, permissions } = context.signedIn();
    return { id: sub, role, permissions: [...permissions] };
  }

  @FieldResolver(() => Shop, {
    nullable: true,
    description: 'The shop your seat belongs to, once it is registered.',
  })
  async shop(@Ctx() context: Context): Promise<Shop | null> {
    const { shop } = context.signedIn();
    return shop === null ? null : context.load(shopByKey, shop);
  }

  @FieldResolver(() => Int, { description: 'Unread messages in all your conversations (MS-4).' })
  unreadCount(@Ctx() context: Context): Promise<number> {
    return unreadInAll(context.app.db, context.signedIn());
  }

  @Query(() => DateTime, {
    description:
      'The one clock that decides (TM-1). Count down against this, not against the device.',
  })
  serverTime(@Ctx() context: Context): number {
    return context.now;
  }

  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null when there is none, or it is not yours (AC-1).',
  })
  node(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Node | null> {
    return nodeById(context, id);
  }
}
