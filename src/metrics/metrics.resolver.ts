/** Shop metrics in the API (MT-1). */
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { wholeSecond } from '../lib/time';
import { Role } from '../lib/viewer';
import { badInput, type Context } from '../inbox/context';
import { Shop } from '../shops/shop.entity';
import { standingIn, yearOf } from '../violations/points.rules';
import { pointsByShop } from '../violations/violation.repository';
import { factsOfDays, factsOfWindow } from './metrics.repository';
import { daysUntil, noFacts, windowAt } from './metrics.rules';
import { figuresOf, ShopDay, ShopMetrics } from './metrics.views';

/** A quarter: enough for a chart, and still an answer at once. */
const MOST_DAYS = 90;

@Resolver(() => Shop)
export class ShopMetricsResolver {
  @FieldResolver(() => ShopMetrics, {
    nullable: true,
    description:
      'Its figures of the last 30 days, for the shop itself and the marketplace; null for buyers. Worked out when asked for.',
  })
  async metrics(
    @Root() { shopId: shopKey, kind }: Shop,
    @Ctx() context: Context,
  ): Promise<ShopMetrics | null> {
    if (context.signedIn().role === Role.BUYER) return null;
    const { now } = context;
    const [facts, entries] = await Promise.all([
      context.load(factsOfWindow, shopKey),
      context.load(pointsByShop, shopKey),
    ]);
    const points = standingIn(yearOf(now, context.app.settings.zone), entries);
    const span = { from: windowAt(now).from, to: wholeSecond(now) };
    return Object.assign(new ShopMetrics(), figuresOf(facts, kind, points), {
      ...span,
      shopKey,
      kind,
    });
  }
}

@Resolver(() => ShopMetrics)
export class ShopDaysResolver {
  @FieldResolver(() => [ShopDay], {
    description:
      'The same day by day, oldest first, today last: 1 to 90 calendar days of the platform zone.',
  })
  async daily(
    @Root() { shopKey, kind }: ShopMetrics,
    @Ctx() context: Context,
    @Arg('days', () => Int, { defaultValue: 30 }) days: number,
  ): Promise<ShopDay[]> {
    if (days < 1 || days > MOST_DAYS) throw badInput(`days must be between 1 and ${MOST_DAYS}.`);
    const [facts, entries] = await Promise.all([
      context.load(factsOfDays, { shopKey, days }),
      context.load(pointsByShop, shopKey),
    ]);
    const { zone } = context.app.settings;
    return daysUntil(context.now, days, zone).map(({ day, from, until }, index) => {
      const known = entries.filter(({ postedAt }) => postedAt < until);
      const points = standingIn(yearOf(from, zone), known);
      return Object.assign(new ShopDay(), figuresOf(facts[index] ?? noFacts(), kind, points), {
        day,
      });
    });
  }
}
