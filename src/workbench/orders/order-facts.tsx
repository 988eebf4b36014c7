import { lazy, Suspense } from 'react';
import { useSession } from '../session/session.context';
import { ReportsOfOrder } from '../reports/reports-of-order';
import { Part } from '../shell/part';
import { Countdown } from '../time/countdown';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import { BuyersComplaint } from './buyers-complaint';
import { Consign } from './consign';
import { amountOf } from './goods';
import { Negotiate } from './negotiate';
import { OrderHistory } from './order-history';
import { TicketsOfOrder } from './tickets-of-order';
import type { WholeOrder } from './order-page';

/** Staff only: nobody else loads its form. */
const OpenTicket = lazy(() => import('../tickets/open-ticket'));

interface OrderFactsProps {
  readonly order: WholeOrder;
  readonly again: () => void;
}

/** Beside the chat: the ship-by and where it comes from, what can be done, the goods, the money, the history. */
export function OrderFacts({ order, again }: OrderFactsProps) {
  const { t } = useWords();
  const { viewer } = useSession();
  return (
    <aside className="facts" aria-label={t('order.facts')}>
      <ShipBy order={order} again={again} />
      {viewer.role === 'SELLER' && <Negotiate order={order} />}
      <ReportsOfOrder order={order} />
      {viewer.role === 'SELLER' && order.status === 'AWAITING_SHIPMENT' && (
        <Consign order={order} />
      )}
      {viewer.role === 'BUYER' && <BuyersComplaint order={order} />}
      {viewer.role === 'PLATFORM' && (
        <Suspense>
          <OpenTicket orderId={order.id} />
        </Suspense>
      )}
      <TicketsOfOrder order={order} />
      <Goods order={order} />
      <Compensations order={order} />
      <Part title={t('order.history')}>
        <OrderHistory history={order.history} />
      </Part>
    </aside>
  );
}

/** The ship-by in force, and the three it is chosen from (OR-2). */
function ShipBy({ order, again }: OrderFactsProps) {
  const { t } = useWords();
  const parts = [
    ['ORIGINAL', order.originalShipBy],
    ['REPORTED', order.reportedShipBy],
    ['AGREED', order.agreedShipBy],
  ] as const;
  return (
    <Part title={t('order.shipBy')}>
      <p className="ship-by">
        <strong>
          <Instant at={order.shipBy} />
        </strong>
        {order.sla === 'RUNNING' && <Countdown to={order.shipBy} onPassed={again} />}
      </p>
      <dl className="pairs">
        {parts.map(([source, at]) => (
          <div key={source} className={source === order.shipBySource ? 'in-force' : undefined}>
            <dt>{t(`source.${source}`)}</dt>
            <dd>{at === null ? t('order.noSuchShipBy') : <Instant at={at} />}</dd>
          </div>
        ))}
        {order.pickedUpAt !== null && (
          <div>
            <dt>{t('order.pickedUp')}</dt>
            <dd>
              <Instant at={order.pickedUpAt} />
            </dd>
          </div>
        )}
      </dl>
    </Part>
  );
}

function Goods({ order }: { readonly order: WholeOrder }) {
  const { t, language } = useWords();
  return (
    <Part title={t('order.goods')}>
      <dl className="pairs">
        {order.lines.map(({ title, quantity, unitPrice }, index) => (
          <div key={index}>
            <dt>{title}</dt>
            <dd>{`${quantity} × ${amountOf(unitPrice, language)}`}</dd>
          </div>
        ))}
        <div className="in-force">
          <dt>{t('order.amount')}</dt>
          <dd>{amountOf(order.goodsAmount, language)}</dd>
        </div>
        <div>
          <dt>{t('order.paidAt')}</dt>
          <dd>
            <Instant at={order.paidAt} />
          </dd>
        </div>
        <div>
          <dt>{t('order.kind')}</dt>
          <dd>{t(`kind.${order.kind}`)}</dd>
        </div>
      </dl>
    </Part>
  );
}

function Compensations({ order }: { readonly order: WholeOrder }) {
  const { t, language } = useWords();
  if (order.compensations.length === 0) return null;
  return (
    <Part title={t('order.compensations')}>
      <dl className="pairs">
        {order.compensations.map(({ id, kind, status, amount }) => (
          <div key={id}>
            <dt>{t(`compensation.${kind}`)}</dt>
            <dd>
              {amountOf(amount, language)} · {t(`state.${status}`)}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
