/** What people do at the workbench, in real browsers against a real server. */
import { SignJWT } from 'jose';
import { colouredTile } from '../../src/demo/coloured.tile';
import type { Browser } from 'playwright-core';
import { launch, naturalWidth, openAs, PHONE } from './browser';
import { recordViolation, replyWithPicture } from './forged';
import { inBrowser } from './in-browser';
import {
  advance,
  declineCard,
  importOrder,
  openMarket,
  openTicket,
  PEOPLE,
  say,
  sendCard,
  type Market,
} from './market';

let market: Market;
let browser: Browser;

beforeAll(async () => {
  [market, browser] = await Promise.all([openMarket(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await market.close();
});

afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

inBrowser('the workbench', () => {
  test('SP-11 a proposal is accepted in one window, and the other shows it without a reload', async () => {
    const id = await importOrder(market, { orderNo: 'ACCEPT-1', title: 'Celadon bowl' });
    const seller = await openAs(browser, market, 'seller');
    await seller.getByRole('link', { name: /Celadon bowl/ }).click();
    const buyer = await openAs(browser, market, 'buyer', { path: `/orders/${id}` });
    await seller.getByRole('button', { name: 'Propose a ship date' }).click();
    await seller.getByRole('button', { name: 'Send the card' }).click();
    await buyer.getByRole('button', { name: 'Accept' }).click();
    await seller.getByText('Agreed', { exact: true }).first().waitFor();
    await seller.locator('.chat-system').waitFor();
    await seller.getByText('The buyer has accepted a card of this order.').waitFor();
    expect(await seller.locator('.card-open').count()).toBe(0);
    expect(await buyer.locator('.card-open').count()).toBe(0);
  });

  test('SP-11 side by side, the buyer’s acceptance is in the seller’s chat without a reload', async () => {
    const id = await importOrder(market, { orderNo: 'SIDES-1', title: 'Jade hairpin' });
    await sendCard(market, id, '2026-03-14');
    const page = await openAs(browser, market, undefined, { path: '/side-by-side' });
    const [seller, buyer] = [page.frameLocator('[name=seller]'), page.frameLocator('[name=buyer]')];
    for (const side of [seller, buyer]) {
      await side.getByRole('link', { name: /Jade hairpin/ }).click();
      await side.locator('.card-open').waitFor();
    }
    await buyer.getByRole('button', { name: 'Accept' }).click();
    await seller.locator('.chat-system').waitFor();
    await seller.locator('.card-open').waitFor({ state: 'detached' });
  });

  test('SP-6 a proposal that nobody answers expires by the clock, before everybody’s eyes', async () => {
    const id = await importOrder(market, { orderNo: 'EXPIRE-1', promisedHours: 240 });
    const seller = await openAs(browser, market, 'seller', { path: `/orders/${id}` });
    await sendCard(market, id, '2026-03-14');
    await seller.locator('.card-open').getByRole('timer').waitFor();
    await advance(market, 'PT25H');
    await seller.locator('.chat-system').waitFor();
    await seller.locator('.card-open').waitFor({ state: 'detached' });
    await seller.getByText('2 cards left for this order').waitFor();
  });

  test('SP-3 a fourth card is refused before it is tried, with its reason', async () => {
    const id = await importOrder(market, { orderNo: 'FOURTH-1', promisedHours: 240 });
    for (const day of ['2026-03-14', '2026-03-15', '2026-03-16'])
      await declineCard(market, await sendCard(market, id, day));
    const seller = await openAs(browser, market, 'seller', { path: `/orders/${id}` });
    await seller.getByText('All cards of this order are used up.').waitFor();
    await seller.getByText('0 cards left for this order').waitFor();
    expect(await seller.getByRole('button', { name: 'Propose a ship date' }).count()).toBe(0);
  });

  test('SP-7 the calendar offers the days the API allows, and no other', async () => {
    const id = await importOrder(market, { orderNo: 'CALENDAR-1', promisedHours: 240 });
    const seller = await openAs(browser, market, 'seller', { path: `/orders/${id}` });
    const { order } = await market.as.seller<{
      order: { canPropose: { earliestShipDate: string } };
    }>('query ($id: ID!) { order(id: $id) { canPropose { earliestShipDate } } }', { id });
    const earliest = order.canPropose.earliestShipDate;
    await seller.getByRole('button', { name: 'Propose a ship date' }).click();
    await seller.getByLabel('New ship date').click();
    const day = (date: string) => seller.locator(`td[title="${date}"]`);
    await day(earliest).waitFor();
    expect(await day(earliest).getAttribute('class')).not.toContain('disabled');
    const before = new Date(Date.parse(earliest) - 86_400_000).toISOString().slice(0, 10);
    expect(await day(before).getAttribute('class')).toContain('disabled');
  });

  test('IN-3 a server that is killed and started again leaves nothing out and shows nothing twice to the seller who watches', async () => {
    const id = await importOrder(market, { orderNo: 'RESTART-1', title: 'Brush pot' });
    const seller = await openAs(browser, market, 'seller', { path: `/orders/${id}` });
    const write = (text: string) => say(market, id, text, 'buyer');
    await write('before');
    await seller.getByText('before', { exact: true }).waitFor();
    await market.server.kill();
    await seller.getByText('Reconnecting…').waitFor();
    await market.restart();
    for (const text of ['one', 'two', 'three']) await write(text);
    await importOrder(market, { orderNo: 'RESTART-2', title: 'Ink slab' });
    await seller.getByText(/Caught up · \d+ new/).waitFor();
    await seller.getByText('three', { exact: true }).waitFor();
    const said = await seller.locator('.bubble .ant-bubble-content').allTextContents();
    expect(said).toEqual(['before', 'one', 'two', 'three']);
    await seller.getByRole('link', { name: /Ink slab/ }).waitFor();
    expect(await seller.getByRole('link', { name: /Brush pot/ }).count()).toBe(1);
  });

  test('MS-4 what was not read is counted until it is before the reader’s eyes', async () => {
    const id = await importOrder(market, { orderNo: 'UNREAD-1' });
    const buyer = await openAs(browser, market, 'buyer');
    await say(market, id, 'Are you there?');
    const row = buyer.getByRole('link', { name: /UNREAD-1/ });
    await row.getByLabel('1 unread message').waitFor();
    await row.click();
    await buyer.getByText('Are you there?').waitFor();
    await row.getByLabel('1 unread message').waitFor({ state: 'detached' });
    expect(buyer.url()).toContain(id);
  });

  test('AC-4 a session that ends says so, goes on where it was with a new token, and is over once signed out', async () => {
    const id = await importOrder(market, { orderNo: 'SESSION-1', title: 'Inkstone' });
    const short = await new SignJWT({ ...PEOPLE.seller, permissions: ['owner'] })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(Math.floor(Date.now() / 1_000) + 4)
      .sign(new TextEncoder().encode(market.secret));
    const page = await openAs(browser, market, undefined, { path: `/orders/${id}#token=${short}` });
    const heading = page.getByRole('heading', { name: 'Inkstone' });
    const ended = page.getByText('Your session has ended.');
    await heading.or(ended).waitFor(); // on a busy machine the session may end before the page is there
    expect(page.url()).not.toContain('token');
    await ended.waitFor();
    await page.getByLabel('Or sign in with a token').fill(market.tokens.seller);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await heading.waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    expect(await page.getByText('Inkstone').count()).toBe(0);
  });

  test('TK-14 a ticket: a contact, a reply with a picture, and the platform’s judgment', async () => {
    const order = await importOrder(market, { orderNo: 'TICKET-1' });
    const id = await openTicket(market, order, 'QUALITY', 'The lid is broken.');
    const seller = await openAs(browser, market, 'seller', { path: `/tickets/${id}` });
    await seller.getByText('Contact the consumer again first.').first().waitFor();
    await seller.getByRole('button', { name: 'Record a contact' }).click();
    const dialog = seller.getByRole('dialog');
    await dialog.getByLabel('Phone').check();
    await dialog.getByLabel('reached', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Record a contact' }).click();
    await seller.getByText('counts', { exact: true }).waitFor();
    await seller.getByLabel('Not resolved, the consumer did not agree').check();
    const picture = {
      name: 'lid.png',
      mimeType: 'image/png',
      buffer: colouredTile(48, [90, 120, 140]),
    };
    await seller.locator('.reply input[type=file]').setInputFiles(picture);
    await seller.locator('.ant-upload-list-item-done').waitFor();
    await seller.getByRole('button', { name: 'Send the reply' }).click();
    await seller.getByText('Platform stepped in').first().waitFor();

    const staff = await openAs(browser, market, 'platform', { path: `/tickets/${id}` });
    const shown = staff.getByRole('img', { name: 'lid.png' });
    await shown.waitFor();
    expect(await naturalWidth(shown)).toBe(48);
    await staff.getByRole('link', { name: 'Judge', exact: true }).click();
    await staff.getByLabel('Seller not liable').check();
    await staff.getByLabel('Reason').fill('Broken on the way.');
    await staff.getByLabel('Consider lid.png').check();
    await staff.getByRole('button', { name: 'Judge', exact: true }).click();
    await seller.getByText('Broken on the way.').first().waitFor();
    await seller.getByText('Seller not liable').first().waitFor();
  });

  test('TK-11 a ticket that nobody answers goes to the platform by the clock', async () => {
    const order = await importOrder(market, { orderNo: 'TICKET-2' });
    const id = await openTicket(market, order, 'LOGISTICS', 'Where is it?');
    const seller = await openAs(browser, market, 'seller', { path: `/tickets/${id}` });
    await seller.getByRole('button', { name: 'Send the reply' }).waitFor();
    await advance(market, 'PT25H');
    await seller.getByText('Platform stepped in').first().waitFor();
    await seller.getByText(/evidence are waived unless/).waitFor();
    expect(await seller.getByRole('button', { name: 'Send the reply' }).count()).toBe(0);
  });

  test('PT-1 forged evidence that staff record is told to the shop while it looks, with its points', async () => {
    const order = await importOrder(market, { orderNo: 'FORGED-1' });
    const evidenceId = await replyWithPicture(market, order);
    const seller = await openAs(browser, market, 'seller', { path: '/violations' });
    await seller.getByText('No violations here').waitFor();
    await recordViolation(market, evidenceId, 'Someone else’s invoice.');
    const row = seller.getByRole('link', { name: /Someone else’s invoice/ });
    await row.getByText('12 points in 2026').waitFor();
    await row.click();
    await seller.getByText('Platform stepped in').first().waitFor();
  });

  test('on a phone a list leads to an order, and back', async () => {
    // Days after the other stories, which move the clock.
    await importOrder(market, { orderNo: 'PHONE-1', title: 'Paper lantern', promisedHours: 480 });
    const page = await openAs(browser, market, 'seller', { viewport: PHONE });
    await page.getByRole('link', { name: /Paper lantern/ }).click();
    await page.getByPlaceholder('Write a message').waitFor();
    expect(await page.getByRole('link', { name: /Paper lantern/ }).isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.getByRole('link', { name: /Paper lantern/ }).waitFor();
  });
});
