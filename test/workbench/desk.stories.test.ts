/** What platform staff do at their desk, in a real browser against a real server. */
import type { Browser, Locator } from 'playwright-core';
import { launch, naturalWidth, openAs, PHONE } from './browser';
import { addMore, appealedCase, done, openCase } from './cases';
import { inBrowser } from './in-browser';
import { advance, importOrder, openMarket, openTicket, type Market } from './market';
import { submitReport } from './reported';

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

const words = (orderNo: string) => ({
  orderNo,
  title: 'Teapot',
  statement: 'The lid does not fit.',
  remark: 'It fitted when it left.',
});

const focused = (element: Locator): Promise<boolean> =>
  element.evaluate((one) => one === one.ownerDocument.activeElement);

inBrowser('the platform’s desk', () => {
  test('TK-14 PT-1 a case is judged with its evidence side by side, and what is forged is recorded', async () => {
    const one = await openCase(market, words('CASE-1'));
    await addMore(market, one);
    const seller = await openAs(browser, market, 'seller', { path: '/violations' });
    await seller.getByText('No violations here').waitFor();
    const staff = await openAs(browser, market, 'platform', { path: `/tickets/${one.ticketId}` });
    await staff.getByRole('link', { name: 'Judge', exact: true }).click();
    await staff.getByText('4 pieces of evidence').waitFor();
    await staff.getByText('The lid does not fit.').waitFor();
    await staff.getByText('It fitted when it left.').waitFor();
    const piece = (name: string) => staff.getByRole('listitem', { name });
    expect(await naturalWidth(piece('chat.png').getByRole('img'))).toBe(64);
    await piece('chat.png').getByText('With a contact · demo-seller').waitFor();
    await piece('invoice.png').getByText('With the reply · demo-seller').waitFor();
    await piece('parcel.png').getByText('Added · demo-seller').waitFor();
    await piece('receipt.pdf').getByRole('link', { name: 'Download receipt.pdf' }).waitFor();
    await piece('receipt.pdf').getByText('PDF · 0.1 kB').waitFor();

    const enlarge = piece('invoice.png').getByRole('button', { name: 'Enlarge invoice.png' });
    await enlarge.click();
    expect(
      await naturalWidth(staff.getByRole('dialog').getByRole('img', { name: 'invoice.png' })),
    ).toBe(48);
    await staff.keyboard.press('Escape');
    await staff.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(enlarge)).toBe(true);

    await staff.getByRole('button', { name: 'Record a violation on invoice.png' }).click();
    const dialog = staff.getByRole('dialog');
    await dialog.getByText('general 12 points, severe 48').waitFor();
    await dialog.getByLabel('Severe').check();
    await dialog.getByLabel('What was found').fill('The date was changed.');
    await dialog.getByRole('button', { name: 'Record a violation' }).click();
    await piece('invoice.png').getByText('Violation · Severe · 48 points').waitFor();
    await seller.getByRole('link', { name: /The date was changed/ }).waitFor();

    await staff.getByLabel('Consider chat.png').check();
    await staff.getByLabel('Consider invoice.png').check();
    await staff.getByLabel('Consider chat.png').uncheck();
    await staff.getByLabel('Seller liable', { exact: true }).check();
    await staff.getByLabel('Reason').fill('The invoice is forged.');
    await staff.getByRole('button', { name: 'Judge', exact: true }).click();
    await staff.locator('.statement', { hasText: 'The invoice is forged.' }).waitFor();
    await staff.locator('[aria-label=Decision]:focus').waitFor();
    await piece('invoice.png').getByText('Considered', { exact: true }).waitFor();
    expect(await staff.getByText('Considered', { exact: true }).count()).toBe(1);
  });

  test('TK-17 an appeal is upheld beside the facts, and a violation goes with the judgment', async () => {
    const staff = await openAs(browser, market, 'platform', { path: '/appeals' });
    await staff.getByText('No appeals here').waitFor();
    const { ticketId } = await appealedCase(market, words('APPEAL-1'), {
      judgment: 'Nothing proves it.',
      finding: 'The stamp is of another shop.',
      appeal: 'The tax office has it.',
    });
    const seller = await openAs(browser, market, 'seller', { path: `/tickets/${ticketId}` });
    await staff.getByRole('link', { name: /The tax office has it/ }).click();
    await staff.getByText('Nothing proves it.').waitFor();
    const decide = staff.getByRole('button', { name: 'Decide the appeal' });
    await decide.click();
    await staff.getByText('This is needed.').waitFor();
    expect(await staff.getByLabel('Nobody at fault').count()).toBe(0);
    await staff.getByLabel('Yes, the judgment changes').check();
    await staff.getByLabel('Nobody at fault').check();
    await staff.getByLabel(/The stamp is of another shop/).check();
    await staff.getByLabel('Note').fill('The register says so.');
    await decide.click();
    await staff.getByText('Violation taken back').waitFor();
    await staff.locator('.statement', { hasText: 'The register says so.' }).waitFor();
    await seller.getByText('Nobody at fault').first().waitFor();
    await staff.getByRole('link', { name: 'Appeals' }).click();
    await staff.getByText('No appeals here').waitFor();
    await staff.getByText('Decided', { exact: true }).click();
    await staff
      .getByRole('link', { name: /The tax office has it/ })
      .getByText('Upheld')
      .waitFor();
  });

  test('DR-2 PT-1 a report is decided beside its evidence, of which a forged piece is recorded', async () => {
    const order = await importOrder(market, { orderNo: 'REPORT-1', promisedHours: 240 });
    const staff = await openAs(browser, market, 'platform', { path: '/reports' });
    await staff.getByText('No reports here').waitFor();
    const id = await submitReport(market, order, '2026-03-20T10:00:00Z', 'Snow.');
    const seller = await openAs(browser, market, 'seller', { path: `/reports/${id}` });
    await staff.getByRole('link', { name: /REPORT-1/ }).click();
    const piece = staff.getByRole('listitem', { name: 'notice.png' });
    expect(await naturalWidth(piece.getByRole('img').first())).toBe(40);
    await piece.getByRole('button', { name: 'Record a violation on notice.png' }).click();
    const dialog = staff.getByRole('dialog');
    await dialog.getByLabel('General').check();
    await dialog.getByLabel('What was found').fill('An old notice.');
    await dialog.getByRole('button', { name: 'Record a violation' }).click();
    await piece.getByText('Violation · General · 12 points').waitFor();
    await staff.getByLabel('Yes, the ship-by moves').check();
    await staff.getByLabel('Note for the shop').fill('It did snow.');
    const decide = staff.getByRole('button', { name: 'Decide the report' });
    await decide.click();
    await decide.waitFor({ state: 'detached' });
    await staff.locator('.statement', { hasText: 'It did snow.' }).waitFor();
    await seller.getByText('It did snow.').waitFor();
    await staff.getByText('Waiting', { exact: true }).click();
    await staff.getByText('No reports here').waitFor();
  });

  test('TK-3 TK-16 staff urge a shop, and close a ticket', async () => {
    const order = await importOrder(market, { orderNo: 'URGE-1', promisedHours: 480 });
    const id = await openTicket(market, order, 'LOGISTICS', 'Where is it?');
    const staff = await openAs(browser, market, 'platform', { path: `/tickets/${id}` });
    const dialog = staff.getByRole('dialog');
    await staff.getByRole('button', { name: 'Urge the shop' }).click();
    await dialog.getByLabel('Note').fill('The buyer leaves tomorrow.');
    await dialog.getByRole('button', { name: 'Urge the shop' }).click();
    await staff.getByText('urged by the platform · The buyer leaves tomorrow.').waitFor();
    await staff.getByRole('button', { name: 'Close the ticket' }).click();
    await dialog.getByRole('button', { name: 'Close the ticket' }).click();
    await staff.getByText('Closed by the platform').first().waitFor();
    await staff.getByText('Nothing at the moment.').waitFor();
  });

  test('TK-13 TK-11 TK-16 a reply is denied, evidence asked for, the request withdrawn', async () => {
    const order = await importOrder(market, { orderNo: 'REVIEW-1', promisedHours: 480 });
    const ticketId = await openTicket(market, order, 'INVOICE', 'No invoice came.');
    const other = { ticketId, option: 'OTHER', remark: 'Sent.', noContactReason: 'No number.' };
    await done(market, 'seller', 'ticketReply', other);
    const staff = await openAs(browser, market, 'platform', { path: `/tickets/${ticketId}` });
    const dialog = staff.getByRole('dialog');
    await staff.getByRole('button', { name: 'Review the reply' }).click();
    await dialog.getByLabel('No, the platform must step in').check();
    await dialog.getByRole('button', { name: 'Review the reply' }).click();
    await staff.getByText('Platform stepped in').first().waitFor();
    await staff.getByRole('button', { name: 'Ask for evidence' }).click();
    await dialog.getByLabel('Until').fill('2026-03-29 10:00');
    await dialog.getByLabel('Until').press('Enter');
    await staff.getByText('The platform asks for evidence until').getByRole('timer').waitFor();
    await staff.getByRole('button', { name: 'Withdraw the request' }).click();
    await dialog.getByRole('button', { name: 'Withdraw the request' }).click();
    await staff.getByText('Withdrawn').first().waitFor();
  });

  test('TK-12 a worry-free ticket is settled with money, which the list of compensation shows', async () => {
    const order = await importOrder(market, { orderNo: 'FREE-1', isWorryFree: true });
    const ticketId = await openTicket(market, order, 'QUALITY', 'It is chipped.');
    await advance(market, 'PT25H');
    const staff = await openAs(browser, market, 'platform', { path: `/tickets/${ticketId}/case` });
    await staff.getByText('Worry-free tickets are settled, not judged.').waitFor();
    await staff.getByRole('link', { name: 'Back to the ticket' }).click();
    await staff.getByRole('button', { name: 'Settle worry-free' }).click();
    const dialog = staff.getByRole('dialog');
    await dialog.getByLabel('Compensation for the buyer').fill('12.5');
    await dialog.getByRole('button', { name: 'Settle worry-free' }).click();
    await staff.getByText('Settled worry-free').first().waitFor();
    await staff.getByRole('link', { name: 'Compensation' }).click();
    await staff.getByRole('link', { name: /¥12\.50.*Worry-free.*FREE-1/s }).click();
    await staff.getByRole('heading', { name: 'Teapot' }).waitFor();
  });

  test('a policy is refused at the values at fault, published for an instant, and comes into force', async () => {
    const staff = await openAs(browser, market, 'platform', { path: '/policy' });
    await staff.getByText('Version 1 is in force').waitFor();
    await staff.getByRole('button', { name: 'Write a new version' }).click();
    await staff.getByLabel('Lateness costs at least').fill('300');
    await staff.getByLabel('Urged before it is due').fill('40, 4');
    const publish = staff.getByRole('button', { name: 'Publish' });
    await publish.click();
    await staff.getByText('This must lie between 1 and 23.').waitFor();
    await staff.getByLabel('Urged before it is due').fill('6, 2');
    await staff.getByText('This must lie between 1 and 23.').waitFor({ state: 'detached' });
    await staff.getByLabel('Lateness costs at least').fill('7');
    await staff.getByText('2 values differ from version 1').waitFor();
    await staff.getByLabel('From an instant on').check();
    await staff.getByLabel('From', { exact: true }).fill('2026-03-25 00:00:00');
    await staff.getByLabel('From', { exact: true }).press('Enter');
    await publish.click();
    const versions = staff.getByRole('listitem').filter({ hasText: 'Version 2' });
    await versions.getByText('To come').waitFor();
    await versions.getByText('Urged before it is due: 12 / 4 / 1 h → 6 / 2 h').waitFor();
    await staff.getByText('Version 1 is in force').waitFor();
    await advance(market, 'P30D');
    await staff.reload();
    await staff.getByText('Version 2 is in force').waitFor();
  });

  test('CO-6 the page of the sweep follows what is recorded', async () => {
    // Due long after what the other stories left behind.
    await importOrder(market, { orderNo: 'SWEEP-1', promisedHours: 900 });
    const staff = await openAs(browser, market, 'platform', { path: '/sweep' });
    await staff.getByText('Everything that fell due is recorded.').waitFor();
    const recorded = staff.locator('.figure', { hasText: 'since it started' });
    const before = await recorded.locator('.figure-value').innerText();
    await advance(market, 'P40D');
    await recorded.getByText(before, { exact: true }).waitFor({ state: 'detached' });
    await staff.getByRole('row', { name: /Ship-bys of orders/ }).waitFor();
  });

  test('on a phone the pages that have no room are in a menu, which Escape closes', async () => {
    const staff = await openAs(browser, market, 'platform', { viewport: PHONE });
    const more = staff.getByRole('button', { name: 'More' });
    await staff.getByRole('link', { name: 'Appeals' }).waitFor();
    await more.click();
    await staff.getByRole('link', { name: 'Policy' }).focus();
    await staff.keyboard.press('Escape');
    expect(await staff.getByRole('link', { name: 'Policy' }).count()).toBe(0);
    expect(await focused(more)).toBe(true);
    await more.click();
    await staff.getByRole('link', { name: 'Policy' }).click();
    await staff.getByRole('heading', { name: 'Policy' }).waitFor();
    expect(await staff.getByRole('link', { name: 'Policy' }).count()).toBe(0);
  });
});
