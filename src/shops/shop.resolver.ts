/** Shops and seats in the API. */
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { connectionClass, encodeCursor, pageOf, PER_PAGE } from '../lib/connection';
import { isId } from '../lib/ids';
import { select } from '../lib/rows';
import { Payload } from '../lib/user-error';
import { Permission, Role } from '../lib/viewer';
import type { Context } from '../inbox/context';
import { IdempotentInput, payloadOf } from '../inbox/payload';
import { afterKeyset, pageSize } from '../inbox/paging';
import { registerShop } from './register-shop';
import { Seat } from './seat.entity';
import { setSeat } from './set-seat';
import { Shop, ShopKind } from './shop.entity';
import { seatById, seatsByShop, shopById, shopsSeenBy } from './shop.repository';

@InputType()
class ShopRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'The marketplace’s own key, at most 64 characters.' })
  shopId!: string;

  @Field(() => String, { description: 'At most 200 characters.' })
  name!: string;

  @Field(() => ShopKind)
  kind!: ShopKind;
}

@ObjectType()
class ShopRegisterPayload extends Payload {
  @Field(() => Shop, { nullable: true })
  shop!: Shop | null;
}

@InputType()
class SeatSetInput extends IdempotentInput {
  @Field(() => String)
  shopId!: string;

  @Field(() => String, { description: 'The `sub` of the seat’s tokens, at most 64 characters.' })
  seatId!: string;

  @Field(() => [Permission])
  permissions!: Permission[];

  @Field(() => Boolean, {
    nullable: true,
    description: 'True ends all its rights. False by default.',
  })
  disabled?: boolean | null;
}

@ObjectType()
class SeatSetPayload extends Payload {
  @Field(() => Seat, { nullable: true })
  seat!: Seat | null;
}

@ObjectType('ShopConnection')
class ShopConnection extends connectionClass('Shop', () => Shop) {}

@Resolver(() => Shop)
export class ShopResolver {
  @Query(() => Shop, {
    nullable: true,
    description: 'Null when there is none, or it is not yours to see (AC-1).',
  })
  async shop(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Shop | null> {
    context.signedIn();
    return isId('shop', id) ? context.load(shopById, id) : null;
  }

  @Query(() => ShopConnection, { description: 'The shops you see, by key.' })
  async shops(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: PER_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string | null,
  ): Promise<ShopConnection> {
    const { where, values } = shopsSeenBy(context.signedIn());
    const [key] = afterKeyset(after, ['string']) ?? [''];
    const tail = `WHERE ${where} AND shop_id > ? ORDER BY shop_id LIMIT ?`;
    const rows = await select(context.app.db, Shop, tail, [
      ...values,
      key ?? '',
      pageSize(first) + 1,
    ]);
    return pageOf(rows, first, (shop) => encodeCursor([shop.shopId]), Boolean(after));
  }

  @FieldResolver(() => [Seat], {
    nullable: true,
    description: 'Its seats, for the shop itself and the marketplace; null for buyers.',
  })
  seats(@Root() shop: Shop, @Ctx() context: Context): Promise<Seat[]> | null {
    if (context.signedIn().role === Role.BUYER) return null;
    return context.load(seatsByShop, shop.shopId);
  }

  @Mutation(() => ShopRegisterPayload, {
    description: 'Tells of a shop, or of its new name or kind. By SYSTEM and PLATFORM.',
  })
  async shopRegister(
    @Arg('input', () => ShopRegisterInput) input: ShopRegisterInput,
    @Ctx() context: Context,
  ): Promise<ShopRegisterPayload> {
    const result = await context.perform('shopRegister', input, registerShop);
    return payloadOf(context, result, 'shop', (id) => context.load(shopById, id));
  }

  @Mutation(() => SeatSetPayload, {
    description:
      'Sets what a seat may do. By SYSTEM and the shop’s owner. Live views of a seat whose rights are cut close with 4403 within a second (AC-4).',
  })
  async seatSet(
    @Arg('input', () => SeatSetInput) input: SeatSetInput,
    @Ctx() context: Context,
  ): Promise<SeatSetPayload> {
    const result = await context.perform('seatSet', input, setSeat);
    return payloadOf(context, result, 'seat', (id) => context.load(seatById, id));
  }
}
