/** Header, and the page of the address. What a viewer has no page for leads to their first page. */
import { Badge, Button, Tooltip } from 'antd';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Redirect, Route, Switch, Link, useRoute } from 'wouter';
import { useQuery } from 'urql';
import { UnreadDocument } from '../api/operations';
import { useEntries } from '../api/live.query';
import { useSession } from '../session/session.context';
import { PlatformClock } from '../time/platform-clock';
import { useWords, type Key } from '../words';
import { LanguageSwitch } from './language-switch';
import { LiveBadge } from './live-badge';
import { Loading } from './loading';

const TicketsPage = lazy(() => import('../tickets/tickets-page'));
const ShopPage = lazy(() => import('../shop/shop-page'));
const ViolationsPage = lazy(() => import('../violations/violations-page'));
const ReportsPage = lazy(() => import('../reports/reports-page'));
const SeatsPage = lazy(() => import('../seats/seats-page'));
const OrdersPage = lazy(() => import('../orders/orders-page'));

export function Frame() {
  const { viewer } = useSession();
  return (
    <>
      <Header />
      <main className="page">
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/orders/:id?" component={OrdersPage} />
            <Route path="/tickets/:id?" component={TicketsPage} />
            {viewer.role !== 'BUYER' && <Route path="/reports/:id?" component={ReportsPage} />}
            {viewer.role === 'SELLER' && <Route path="/shop" component={ShopPage} />}
            {viewer.role === 'SELLER' && <Route path="/seats" component={SeatsPage} />}
            {viewer.role !== 'BUYER' && <Route path="/violations" component={ViolationsPage} />}
            <Route>
              <Redirect to="/orders" replace />
            </Route>
          </Switch>
        </Suspense>
      </main>
    </>
  );
}

function Header() {
  const { t } = useWords();
  const { viewer, live, signOut } = useSession();
  return (
    <header className="top">
      <Unread />
      <nav aria-label={t('nav.label')}>
        <PageLink to="/orders" pattern="/orders/:id?" name="nav.orders" />
        <PageLink to="/tickets" pattern="/tickets/:id?" name="nav.tickets" />
        {viewer.role !== 'BUYER' && (
          <PageLink to="/reports" pattern="/reports/:id?" name="nav.reports" />
        )}
        {viewer.role !== 'BUYER' && (
          <PageLink to="/violations" pattern="/violations" name="nav.violations" />
        )}
        {viewer.role === 'SELLER' && <PageLink to="/shop" pattern="/shop" name="nav.shop" />}
        {viewer.role === 'SELLER' && <PageLink to="/seats" pattern="/seats" name="nav.seats" />}
      </nav>
      <span className="top-space" />
      <LiveBadge status={live.status} />
      <PlatformClock />
      <Tooltip title={viewer.id}>
        <span className="top-who">
          {viewer.shop?.name ?? t(`role.${viewer.role}`)}
          {viewer.shop && <small>{t(`role.${viewer.role}`)}</small>}
        </span>
      </Tooltip>
      <LanguageSwitch />
      <Button type="text" size="small" onClick={signOut}>
        {t('signIn.out')}
      </Button>
    </header>
  );
}

interface PageLinkProps {
  readonly to: string;
  readonly pattern: string;
  readonly name: Key;
}

function PageLink({ to, pattern, name }: PageLinkProps) {
  const { t } = useWords();
  const [isHere] = useRoute(pattern);
  const link = useRef<HTMLAnchorElement>(null);
  // On a phone the pages may be wider than the screen.
  useEffect(() => {
    if (isHere) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [isHere]);
  return (
    <Link href={to} ref={link} aria-current={isHere ? 'page' : undefined}>
      {t(name)}
    </Link>
  );
}

/** Unread messages in all conversations; asked again whenever one came (MS-4). */
function Unread() {
  const { t } = useWords();
  const { viewer } = useSession();
  const [{ data }, ask] = useQuery({ query: UnreadDocument });
  useEntries((entries) => {
    if (entries === 'all' || entries.some(({ message }) => message !== null))
      ask({ requestPolicy: 'network-only' });
  });
  const count = data?.viewer.unreadCount ?? viewer.unreadCount;
  const said = t('orders.unread', { count });
  return (
    <Badge count={count} size="small" title={said} aria-label={count > 0 ? said : undefined}>
      <span className="top-mark" aria-hidden="true" />
    </Badge>
  );
}
