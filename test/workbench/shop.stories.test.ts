/** What a shop, and its buyers, do beside negotiating: reports, seats, complaints, the outcome of a ticket. */
import type { Browser } from 'playwright-core';
import { colouredTile } from '../../src/demo/coloured.tile';
import { signToken } from '../../src/story';
import { launch, openAs } from './browser';
import { replyAgreed } from './forged';
import { inBrowser } from './in-browser';
import { advance, importOrder, openMarket, openTicket, PEOPLE, type Market } from './market';
import { decideReport, submitReport } from './reported';

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

interface Reported {
  readonly order: {
    readonly reports: readonly { readonly id: string; readonly newShipBy: string }[];
  };
}

inBrowser('a shop', () => {
  test('DR-1 DR-2 reports with a picture, in the platform’s time, and sees the decision without a reload', async () => {
    const id = await importOrder(market, { orderNo: 'REPORT-1' });
    const seller = await openAs(browser, market, 'seller', { path: `/orders/${id}` });
    await seller.getByRole('button', { name: 'Ask for more time' }).click();
    const dialog = seller.getByRole('dialog');
    await dialog.getByLabel('Storm, flood or snow').check();
    const when = dialog.getByLabel('New ship-by');
    // The ship-by itself is ten o'clock in Shanghai, wherever the reader is.
    await when.fill('2026-03-04 10:00');
    await when.press('Enter');
    await dialog.locator('.ant-form-item-explain-error').getByText('after 03/04, 10:00').waitFor();
    await when.fill('2026-03-06 18:30');
    await when.press('Enter');
    await dialog.getByText('Your time: 03/06/2026, 11:30:00 GMT+1').waitFor();
    const picture = { name: 'snow.png', mimeType: 'image/png' };
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ ...picture, buffer: colouredTile(48, [200, 210, 220]) });
    await dialog.locator('.ant-upload-list-item-done img').waitFor();
    await dialog.getByRole('button', { name: 'Submit a deadline report' }).click();
    await seller.getByText('A report of this order waits for the platform.').waitFor();
    const { order } = await market.as.seller<Reported>(
      'query ($id: ID!) { order(id: $id) { reports { id newShipBy } } }',
      { id },
    );
    expect(order.reports).toMatchObject([{ newShipBy: '2026-03-06T10:30:00Z' }]);
    await decideReport(market, order.reports[0]!.id, true, 'The roads were closed.');
    await seller.locator('.reports').getByText('Approved').waitFor();
    await seller.locator('.in-force').getByText('Reported').waitFor();
    await seller.locator('.reports').getByRole('link').click();
    await seller.getByText('The roads were closed.').waitFor();
    await seller.getByRole('img', { name: 'snow.png' }).waitFor();
  });

  test('DR-4 takes a report back; it moves from one list to the other, and another can be submitted', async () => {
    const id = await importOrder(market, { orderNo: 'REPORT-2' });
    await submitReport(market, id, '2026-03-08T10:00:00Z');
    const seller = await openAs(browser, market, 'seller', { path: '/reports' });
    await seller.getByRole('link', { name: /REPORT-2/ }).click();
    await seller.getByRole('button', { name: 'Take it back' }).click();
    await seller.getByRole('tooltip').getByRole('button', { name: 'Take it back' }).click();
    await seller.getByText('No reports here').waitFor();
    await seller.locator('.list-tools').getByText('Cancelled').click();
    await seller
      .locator('.rows')
      .getByRole('link', { name: /REPORT-2/ })
      .waitFor();
    await seller.locator('.order-head').getByRole('link', { name: 'REPORT-2' }).click();
    await seller.getByRole('button', { name: 'Ask for more time' }).waitFor();
  });

  test('AC-2 its owner adds a seat and cuts it; what the seat may do changes before its eyes', async () => {
    const id = await importOrder(market, { orderNo: 'SEAT-1' });
    const owner = await openAs(browser, market, 'seller', { path: '/seats' });
    await owner.getByRole('button', { name: 'Add a seat' }).click();
    await owner.getByLabel('Seat', { exact: true }).fill('helper');
    await owner.getByRole('checkbox', { name: /^Chat/ }).check();
    await owner.getByRole('button', { name: 'Save' }).click();
    const row = owner.getByRole('listitem').filter({ hasText: 'helper' });
    await row.getByText('Chat').waitFor();

    const person = { ...PEOPLE.seller, sub: 'helper' };
    const token = await signToken(market.secret, person);
    const seat = await openAs(browser, market, undefined, { path: `/orders/${id}#token=${token}` });
    await seat.getByPlaceholder('Write a message').waitFor();
    await seat
      .getByText(/Your seat does not have this permission/)
      .first()
      .waitFor();
    await row.getByRole('button', { name: 'Change' }).click();
    await owner.getByRole('checkbox', { name: /^Chat/ }).uncheck();
    await owner.getByRole('checkbox', { name: /^Reports/ }).check();
    await owner.getByRole('button', { name: 'Save' }).click();
    await seat.getByPlaceholder('Write a message').waitFor({ state: 'detached' });
    await seat.getByRole('link', { name: 'Seats' }).click();
    await seat.getByText('The owner of the shop grants and takes these rights.').waitFor();
    expect(await seat.getByRole('button', { name: 'Change' }).count()).toBe(0);

    await row.getByRole('button', { name: 'Disable' }).click();
    await owner.getByRole('tooltip').getByRole('button', { name: 'Disable' }).click();
    await row.getByText('Disabled').waitFor();
    await seat.getByText('This seat is disabled.').waitFor();
    await row.getByRole('button', { name: 'Enable' }).click();
    await row.getByText('Disabled').waitFor({ state: 'detached' });
  });
});

inBrowser('a buyer', () => {
  test('TK-13 says whether the shop’s reply holds, and the shop sees it', async () => {
    const order = await importOrder(market, { orderNo: 'CONFIRM-1', promisedHours: 480 });
    const ticket = await openTicket(market, order, 'QUALITY', 'The lid is broken.');
    await replyAgreed(market, ticket);
    const seller = await openAs(browser, market, 'seller', { path: `/tickets/${ticket}` });
    const buyer = await openAs(browser, market, 'buyer', { path: `/tickets/${ticket}` });
    await buyer.getByRole('button', { name: 'Withdraw the request' }).waitFor();
    await buyer.getByRole('button', { name: 'Answer the reply' }).click();
    await buyer.getByLabel('Yes, it is resolved').check();
    await buyer.getByRole('dialog').getByRole('button', { name: 'Answer the reply' }).click();
    await buyer.locator('.order-tags').getByText('Resolved').waitFor();
    await seller.locator('.order-tags').getByText('Resolved').waitFor();
  });

  test('CO-3 complains of a missed ship-by, and has the judgment at once', async () => {
    const id = await importOrder(market, { orderNo: 'COMPLAINT-1', promisedHours: 72 });
    const buyer = await openAs(browser, market, 'buyer', { path: `/orders/${id}` });
    await buyer.getByText('In time so far').waitFor();
    await advance(market, 'PT73H');
    await buyer.getByRole('button', { name: 'File a complaint' }).click();
    await buyer.getByText('Upheld').first().waitFor();
    await buyer.getByText('Late shipment, automatic').waitFor();
  });
});
