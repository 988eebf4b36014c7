import { colouredTile } from '../../src/demo/coloured.tile';
import { STORAGES, type TestStorage } from '../evidence/storages';
import { announce, get, put, readPiece, type FileAnswer } from '../evidence/uploads';
import type { TestDatabase } from '../services/databases';
import { startNode, type TestNode } from '../support/node';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { openScreen, TICKET, type Screen } from './ticket.screen';

/** In every text that only shop and platform may read; no screen of a buyer ever shows it (AC-5). */
export const INSIDE = 'between shop and platform';
export const inside = (text: string): string => `${text} (${INSIDE})`;

/** A picture that opens in any viewer. */
export const PICTURE = colouredTile(32, [159, 193, 172]);

/** Who plays in one story: a shop and a buyer of their own, an order, and the three inboxes live. */
export interface Cast {
  readonly shop: Person;
  readonly consumer: Person;
  readonly orderId: string;
  readonly screens: Readonly<Record<'seller' | 'buyer' | 'staff', Screen>>;
}

export interface Theatre {
  readonly node: TestNode;
  readonly storage: TestStorage;
  close(): Promise<void>;
}

/** SQLite goes with a folder, MariaDB with S3: the laptop, and the many machines. */
export async function openTheatre(database: TestDatabase): Promise<Theatre> {
  const [, openStorage] = STORAGES[database.kind === 'sqlite' ? 0 : 1];
  const storage = await openStorage();
  const environment = { EVIDENCE_URL: storage.url };
  const node = await startNode(await database.createUrl(), { environment });
  const close = () => node.stop().then(() => storage.stop());
  return { node, storage, close };
}

const REGISTER =
  'mutation ($input: ShopRegisterInput!) { answer: shopRegister(input: $input) { userErrors { code } } }';
const IMPORT = `mutation ($input: OrderImportInput!) { answer: orderImport(input: $input) {
  results { order { id } userErrors { code } } userErrors { code } } }`;

let shops = 0;

/** Opens a TAOBAO shop with one paid order, and the screens. Ten days to ship: time enough for any story. */
export async function gather(node: TestNode, paidAt: string, order: object = {}): Promise<Cast> {
  const shopId = `story-${String((shops += 1))}`;
  const consumer = buyer(`consumer-of-${shopId}`);
  const shop = { shopId, name: shopId, kind: 'TAOBAO' };
  expect((await node.ask(system, REGISTER, { input: shop })).data.answer.userErrors).toEqual([]);
  const price = { amountMinor: 12_800, currency: 'CNY' };
  const lines = [{ title: 'A celadon bowl', quantity: 1, unitPrice: price }];
  const facts = { shopId, orderNo: 'BOWL-1', buyerId: consumer.sub, kind: 'MADE_TO_ORDER' };
  const orders = [{ ...facts, paidAt, promisedHours: 240, lines, ...order }];
  const { results } = (await node.ask(system, IMPORT, { input: { orders } })).data.answer;
  expect(results[0].userErrors).toEqual([]);
  const screens = {
    seller: await openScreen(node, seller(shopId)),
    buyer: await openScreen(node, consumer),
    staff: await openScreen(node, staff),
  };
  return { shop: seller(shopId), consumer, orderId: results[0].order.id, screens };
}

export const leave = ({ screens }: Cast): Promise<unknown> =>
  Promise.all(Object.values(screens).map((screen) => screen.close()));

const NOUNS: Readonly<Record<string, string>> = {
  ticketRecordContact: 'contact { id counts notCountingReason }',
  violationRecord: 'violation { id points multiplesCrossed }',
};

/** Somebody does something over HTTP; answers the payload. */
export async function perform(
  node: TestNode,
  person: Person,
  mutation: string,
  input: object,
): Promise<any> {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const noun = NOUNS[mutation] ?? 'ticket { id status outcome dueAt appealBy }';
  const document = `mutation ($input: ${type}!) { answer: ${mutation}(input: $input) { ${noun} userErrors { code message } } }`;
  const { data, errors } = await node.ask(person, document, { input });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.answer;
}

/** What it made; a refusal fails the test. */
export async function performed(...args: Parameters<typeof perform>): Promise<any> {
  const { userErrors, ...made } = await perform(...args);
  expect(userErrors).toEqual([]);
  return Object.values(made)[0];
}

/** The codes it was refused with. */
export const refusedWith = async (...args: Parameters<typeof perform>): Promise<string[]> =>
  (await perform(...args)).userErrors.map(({ code }: { code: string }) => code);

export async function ask(node: TestNode, person: Person, id: string, fields = TICKET) {
  const query = `query ($id: ID!) { ticket(id: $id) { ${fields} } }`;
  return (await node.ask(person, query, { id })).data.ticket;
}

/** Uploads the picture for a ticket to its signed address; answers the evidence's id. */
export async function upload(node: TestNode, { shop }: Cast, ticketId: string): Promise<string> {
  const said = { ticketId, fileName: `${inside('glaze')}.png` };
  const { evidence, userErrors } = await announce(node, PICTURE, said, shop);
  expect(userErrors).toEqual([]);
  expect((await put(node, evidence.uploadUrl, PICTURE)).status).toBe(204);
  return evidence.id;
}

/** Downloads a piece from the signed address that somebody is given; null for who is given none. */
export async function download(
  node: TestNode,
  person: Person,
  evidenceId: string,
): Promise<FileAnswer | null> {
  const piece = await readPiece(node, evidenceId, person);
  return piece === null ? null : get(node, piece.downloadUrl);
}

const STANDING = 'points { general severe } metrics { liableJudgments disputeRefundRate }';

/** What a shop reads of itself: penalty points (PT-2), and the rate judgments count in (TK-15, MT-1). */
export async function standingOf(node: TestNode, { shop }: Cast): Promise<any> {
  return (await node.ask(shop, `{ viewer { shop { ${STANDING} } } }`)).data.viewer.shop;
}

/** A shop of one order: a judgment against it is all of its rate. */
export const standing = (liableJudgments: number, general: number) => ({
  points: { general, severe: 0 },
  metrics: { liableJudgments, disputeRefundRate: liableJudgments },
});

/** AC-5: nothing that is between shop and platform ever came to the buyer, live or when asked for; to the others it did. */
export async function expectDiscretion(
  node: TestNode,
  { screens, consumer }: Cast,
  ticketId: string,
  secretIds: readonly string[] = [],
): Promise<void> {
  const received = JSON.stringify(screens.buyer.entries);
  const asked = JSON.stringify(await ask(node, consumer, ticketId));
  for (const secret of [INSIDE, ...secretIds]) {
    expect(received).not.toContain(secret);
    expect(asked).not.toContain(secret);
    expect(JSON.stringify(screens.seller.entries)).toContain(secret);
    expect(JSON.stringify(screens.staff.entries)).toContain(secret);
  }
  const { shop } = await ask(node, consumer, ticketId, `shop { ${STANDING} }`);
  expect(shop).toEqual({ points: null, metrics: null });
  const hidden = { contacts: null, evidence: null, urges: null, judgment: null, appeal: null };
  const closed = { ...hidden, conversation: null, evidenceWaived: null, appealBy: null };
  for (const { message, violation, ticket } of screens.buyer.entries) {
    expect({ message, violation }).toEqual({ message: null, violation: null });
    expect(ticket).toMatchObject(closed);
  }
}
