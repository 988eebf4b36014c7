/** Header, and the page of the address. What a viewer has no page for leads to their first page. */
import { Badge, Button, Tooltip } from 'antd';
import { Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useQuery } from 'urql';
import { UnreadDocument } from '../api/operations';
import { useEntries } from '../api/live.query';
import { useSession } from '../session/session.context';
import { PlatformClock } from '../time/platform-clock';
import { useWords } from '../words';
import { LanguageSwitch } from './language-switch';
import { LiveBadge } from './live-badge';
import { Loading } from './loading';
import { Navigation } from './navigation';
import { CASE_PATTERN, CasePage, PAGES } from './page.table';

export function Frame() {
  const { viewer } = useSession();
  return (
    <>
      <Header />
      <main className="page">
        <Suspense fallback={<Loading />}>
          <Switch>
            {viewer.role === 'PLATFORM' && <Route path={CASE_PATTERN} component={CasePage} />}
            {PAGES.filter(({ roles }) => roles.includes(viewer.role)).map(
              ({ pattern, component }) => (
                <Route key={pattern} path={pattern} component={component} />
              ),
            )}
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
      <Navigation />
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
