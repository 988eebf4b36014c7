/** Every page of the workbench with something on it: what is checked of all, and pictured. */
import type { Browser, Page } from 'playwright-core';
import { openAs, type Language, type Opening } from './browser';
import { setCases, type Cases } from './cases';
import { recordViolation, replyWithPicture } from './forged';
import { decideReport, submitReport } from './reported';
import type { Viewer } from './market';
import {
  advance,
  declineCard,
  importOrders,
  openTicket,
  recordContact,
  say,
  sendCard,
  setSeat,
  type Market,
} from './market';

export interface Stage {
  readonly market: Market;
  readonly orders: readonly string[];
  /** Waiting for the shop, and for the platform. */
  readonly tickets: readonly [string, string];
  readonly cases: Cases;
  /** Waiting for the platform, and approved by it. */
  readonly reports: readonly [string, string];
}

/** Orders in all states of a negotiation: one open card, one declined, one late. */
export async function setStage(market: Market): Promise<Stage> {
  const orders = await importOrders(market, [
    { orderNo: '2603021001', title: '青瓷茶碗', promisedHours: 48 },
    { orderNo: '2603021002', title: '量体亚麻大衣', promisedHours: 240 },
    { orderNo: '2603021003', title: '手工线装笔记本', promisedHours: 24 },
    { orderNo: '2603021004', title: '胡桃木书桌', promisedHours: 120 },
    { orderNo: '2603021005', title: '真丝丝巾', promisedHours: 72 },
  ]);
  const unanswered = await openTicket(market, orders[3]!, 'LOGISTICS', '包裹三天没有物流更新。');
  await advance(market, 'PT25H');
  const bowl = orders[0]!;
  await say(market, bowl, '您好，窑温不稳，需要多烧两天，可以改到周五发货吗？');
  await declineCard(market, await sendCard(market, bowl, '2026-03-09'));
  await sendCard(market, bowl, '2026-03-06');
  const waiting = await openTicket(market, bowl, 'QUALITY', '收到的茶碗有裂纹，要求补发。');
  await advance(market, 'PT2H');
  const call = { ticketId: waiting, reached: true };
  await recordContact(market, { ...call, contactedAt: '2026-03-02T05:00:00Z', note: '售前电话' });
  await recordContact(market, { ...call, contactedAt: '2026-03-03T04:00:00Z', note: '已致歉' });
  const forged = await replyWithPicture(market, orders[4]!);
  await recordViolation(market, forged, '凭证与另一店铺的发票相同。');
  const cases = await setCases(market);
  const reports = await setReports(market, orders);
  await setSeat(market, { seatId: 'demo-aftersales', permissions: ['tickets', 'chat'] });
  await setSeat(market, { seatId: 'demo-weekend', permissions: ['chat'], disabled: true });
  return { market, orders, tickets: [waiting, unanswered], cases, reports };
}

async function setReports(market: Market, orders: readonly string[]): Promise<[string, string]> {
  const approved = await submitReport(market, orders[3]!, '2026-03-09T15:59:59Z', '暴雪封路。');
  await decideReport(market, approved, true, '已核实天气公告。');
  const waiting = await submitReport(market, orders[1]!, '2026-03-15T15:59:59Z', '仓库停电。');
  return [waiting, approved];
}

export interface PageOfAll {
  readonly name: string;
  readonly viewer?: Viewer;
  readonly path: (stage: Stage) => string;
  /** What is there when the page is all there. */
  readonly ready: string;
}

export const PAGES: readonly PageOfAll[] = [
  { name: 'sign-in', path: () => '/orders', ready: '.sign-in-viewers button' },
  { name: 'seller-orders', viewer: 'seller', path: () => '/orders', ready: '.rows li' },
  {
    name: 'seller-order',
    viewer: 'seller',
    path: ({ orders }) => `/orders/${orders[0]!}`,
    ready: '.card-open',
  },
  {
    name: 'seller-late-order',
    viewer: 'seller',
    path: ({ orders }) => `/orders/${orders[2]!}`,
    ready: '.facts',
  },
  {
    name: 'buyer-order',
    viewer: 'buyer',
    path: ({ orders }) => `/orders/${orders[0]!}`,
    ready: '.card-answers',
  },
  { name: 'seller-tickets', viewer: 'seller', path: () => '/tickets', ready: '.rows li' },
  {
    name: 'seller-ticket',
    viewer: 'seller',
    path: ({ tickets }) => `/tickets/${tickets[0]}`,
    ready: '.reply',
  },
  {
    name: 'seller-reported-order',
    viewer: 'seller',
    path: ({ orders }) => `/orders/${orders[1]!}`,
    ready: '.reports li',
  },
  {
    name: 'seller-report',
    viewer: 'seller',
    path: ({ reports }) => `/reports/${reports[0]}`,
    ready: '.proofs img',
  },
  {
    name: 'platform-report',
    viewer: 'platform',
    path: ({ reports }) => `/reports/${reports[0]}`,
    ready: '.piece img',
  },
  { name: 'seller-seats', viewer: 'seller', path: () => '/seats', ready: '.seat .acts' },
  { name: 'seller-figures', viewer: 'seller', path: () => '/shop', ready: '.day-chart' },
  { name: 'seller-violations', viewer: 'seller', path: () => '/violations', ready: '.rows li' },
  { name: 'platform-violations', viewer: 'platform', path: () => '/violations', ready: '.rows li' },
  {
    name: 'platform-ticket',
    viewer: 'platform',
    path: ({ tickets }) => `/tickets/${tickets[1]}`,
    ready: '.acts button',
  },
  {
    name: 'platform-case',
    viewer: 'platform',
    path: ({ cases }) => `/tickets/${cases.open.ticketId}/case`,
    ready: '.piece img',
  },
  {
    name: 'platform-appealed-case',
    viewer: 'platform',
    path: ({ cases }) => `/tickets/${cases.appealed.ticketId}/case`,
    ready: '.piece .ant-tag',
  },
  { name: 'platform-tickets', viewer: 'platform', path: () => '/tickets', ready: '.rows li' },
  { name: 'platform-appeals', viewer: 'platform', path: () => '/appeals', ready: '.rows li' },
  {
    name: 'platform-compensations',
    viewer: 'platform',
    path: () => '/compensations',
    ready: '.rows li',
  },
  { name: 'platform-policy', viewer: 'platform', path: () => '/policy', ready: '.policy-changes' },
  { name: 'platform-sweep', viewer: 'platform', path: () => '/sweep', ready: '.sheet-table' },
  {
    name: 'buyer-ticket',
    viewer: 'buyer',
    path: ({ tickets }) => `/tickets/${tickets[0]}`,
    ready: '.acts button',
  },
  {
    name: 'platform-order',
    viewer: 'platform',
    path: ({ orders }) => `/orders/${orders[1]!}`,
    ready: '.facts button',
  },
  {
    name: 'nothing-there',
    viewer: 'buyer',
    path: () => '/orders/ord_0',
    ready: '.detail-pane .note',
  },
];

/** Opens a page and waits until what it waits for is there. */
export async function openPage(
  browser: Browser,
  stage: Stage,
  page: PageOfAll,
  opening: Pick<Opening, 'viewport'> & { readonly language: Language },
): Promise<Page> {
  const path = page.path(stage);
  const opened = await openAs(browser, stage.market, page.viewer, { ...opening, path });
  // On a phone it may be on the side that is not shown.
  await opened.locator(page.ready).first().waitFor({ state: 'attached' });
  if (page.viewer !== undefined) await opened.locator('.live-live').waitFor();
  await opened.locator('.sandbox button').first().waitFor();
  return opened;
}
