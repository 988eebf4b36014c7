/** The pages of each role, in the order of the navigation; each is loaded when somebody opens it. */
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import type { Role } from '../api/operations';
import type { Key } from '../words';

export interface Page {
  readonly path: string;
  /** Of all addresses that belong to it. */
  readonly pattern: string;
  readonly name: Key;
  readonly roles: readonly Role[];
  readonly component: LazyExoticComponent<ComponentType>;
}

const EVERYBODY: readonly Role[] = ['BUYER', 'SELLER', 'PLATFORM', 'SYSTEM'];
const BUT_BUYERS: readonly Role[] = ['SELLER', 'PLATFORM', 'SYSTEM'];
const SHOP: readonly Role[] = ['SELLER'];
const STAFF: readonly Role[] = ['PLATFORM'];

export const PAGES: readonly Page[] = [
  {
    path: '/orders',
    pattern: '/orders/:id?',
    name: 'nav.orders',
    roles: EVERYBODY,
    component: lazy(() => import('../orders/orders-page')),
  },
  {
    path: '/tickets',
    pattern: '/tickets/:id?',
    name: 'nav.tickets',
    roles: EVERYBODY,
    component: lazy(() => import('../tickets/tickets-page')),
  },
  {
    path: '/reports',
    pattern: '/reports/:id?',
    name: 'nav.reports',
    roles: BUT_BUYERS,
    component: lazy(() => import('../reports/reports-page')),
  },
  {
    path: '/appeals',
    pattern: '/appeals',
    name: 'nav.appeals',
    roles: STAFF,
    component: lazy(() => import('../appeals/appeals-page')),
  },
  {
    path: '/violations',
    pattern: '/violations',
    name: 'nav.violations',
    roles: BUT_BUYERS,
    component: lazy(() => import('../violations/violations-page')),
  },
  {
    path: '/shop',
    pattern: '/shop',
    name: 'nav.shop',
    roles: SHOP,
    component: lazy(() => import('../shop/shop-page')),
  },
  {
    path: '/seats',
    pattern: '/seats',
    name: 'nav.seats',
    roles: SHOP,
    component: lazy(() => import('../seats/seats-page')),
  },
  {
    path: '/compensations',
    pattern: '/compensations',
    name: 'nav.compensations',
    roles: STAFF,
    component: lazy(() => import('../compensations/compensations-page')),
  },
  {
    path: '/policy',
    pattern: '/policy',
    name: 'nav.policy',
    roles: STAFF,
    component: lazy(() => import('../policy/policy-page')),
  },
  {
    path: '/sweep',
    pattern: '/sweep',
    name: 'nav.sweep',
    roles: STAFF,
    component: lazy(() => import('../sweep/sweep-page')),
  },
];

/** Part of the tickets' page in the navigation, with an address of its own. */
export const CASE_PATTERN = '/tickets/:id/case';
export const CasePage = lazy(() => import('../desk/case-page'));
