import { Link } from 'wouter';
import { Part } from '../shell/part';
import { useWords } from '../words';
import type { WholeOrder } from './order-page';

/** The order's requests for help, each a page of its own. */
export function TicketsOfOrder({ order }: { readonly order: WholeOrder }) {
  const { t } = useWords();
  if (order.tickets.length === 0) return null;
  return (
    <Part title={t('tickets.title')}>
      <dl className="pairs">
        {order.tickets.map(({ id, category, status, outcome }) => (
          <div key={id}>
            <dt>
              <Link href={`/tickets/${id}`}>{t(`category.${category}`)}</Link>
            </dt>
            <dd>{t(`state.${outcome ?? status}`)}</dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
