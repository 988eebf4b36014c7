import { eachDatabase } from '../services/databases';
import { sent } from '../support/cards';
import { openShop, placeOrder } from '../support/market';
import { startNode } from '../support/node';
import { buyer, seller, staff, system, type Person } from '../support/people';
import { sharedNode } from '../support/shared-node';
import { aFile, MOST_BYTES } from './sample-files';
import { evidenceFolder } from './storages';
import { announce, put, readPiece, stored, type Said } from './uploads';

const folder = evidenceFolder();

const environment = { EVIDENCE_URL: folder };
const reporter = seller('shop-1', ['reports'], 'reporter');
const agent = seller('shop-1', ['tickets'], 'agent');
const onlooker = seller('shop-1', ['proposals', 'chat'], 'onlooker');

eachDatabase('who brings and sees evidence', (database) => {
  const node = sharedNode(database, { environment });
  let orderId: string;

  beforeAll(async () => {
    await openShop(node(), 'shop-2');
    orderId = await placeOrder(node());
  });

  const codes = async (said: Said, person: Person = seller()): Promise<string[][]> => {
    const { evidence, userErrors } = await announce(node(), aFile(), { orderId, ...said }, person);
    expect(evidence === null).toBe(userErrors.length > 0);
    return userErrors.map(({ code, field }: { code: string; field: string[] | null }) => [
      code,
      ...(field ?? []),
    ]);
  };

  test.each<[string, Person, string[][]]>([
    ['the owner', seller(), []],
    ['a seat with reports', reporter, []],
    ['a seat with tickets', agent, []],
    ['staff', staff, []],
    ['a seat with neither', onlooker, [['FORBIDDEN']]],
    ['the back end', system, [['FORBIDDEN']]],
    ['the buyer of the order', buyer(), [['NOT_FOUND', 'input', 'orderId']]],
    ['another buyer', buyer('buyer-2'), [['NOT_FOUND', 'input', 'orderId']]],
    ['another shop', seller('shop-2'), [['NOT_FOUND', 'input', 'orderId']]],
  ])('AC-1 AC-5 %s announces a file', async (_who, person, expected) => {
    expect(await codes({}, person)).toEqual(expected);
  });

  test('AC-5 to a buyer the own order looks like one that does not exist', async () => {
    const to = async (id: string) => {
      const { userErrors } = await announce(node(), aFile(), { orderId: id }, buyer());
      return userErrors;
    };
    expect(await to(orderId)).toEqual(await to('ord_01h455vb4pex5vsknk084sn02q'));
  });

  test.each<[string, Person, boolean, boolean]>([
    ['the owner', seller(), true, true],
    ['a seat with reports', reporter, true, true],
    ['a seat with neither', onlooker, true, false],
    ['staff', staff, true, true],
    ['the back end', system, false, false],
    ['the buyer', buyer(), false, false],
    ['another shop', seller('shop-2'), false, false],
  ])(
    'AC-2 AC-3 AC-5 %s sees and may upload what was announced',
    async (_who, person, sees, may) => {
      const { evidence } = await announce(node(), aFile(), { orderId });
      const piece = await readPiece(node(), evidence.id, person);
      expect(piece !== null).toBe(sees);
      expect(typeof piece?.uploadUrl === 'string').toBe(may);
      expect(typeof piece?.expiresAt === 'string').toBe(may);
      expect(piece?.downloadUrl ?? null).toBeNull();
    },
  );

  test.each<[string, Person, boolean]>([
    ['the owner', seller(), true],
    ['a seat with neither permission', onlooker, true],
    ['staff', staff, true],
    ['the back end', system, false],
    ['the buyer', buyer(), false],
    ['another shop', seller('shop-2'), false],
  ])('AC-2 AC-3 AC-5 %s gets an address to download from', async (_who, person, sees) => {
    const id = await stored(node(), aFile(), { orderId });
    const piece = await readPiece(node(), id, person);
    expect(typeof piece?.downloadUrl === 'string').toBe(sees);
    expect(piece?.uploadUrl ?? null).toBeNull();
  });

  test('EV-2 TM-1 addresses live by real time, wherever the platform’s clock stands', async () => {
    await node().stopClockAt('2023-01-30T12:00:00+08:00');
    const { evidence } = await announce(node(), aFile(), { orderId });
    const left = Date.parse(evidence.expiresAt) - Date.now();
    expect(left).toBeGreaterThan(200_000);
    expect(left).toBeLessThanOrEqual(300_000);
    expect(new URL(evidence.uploadUrl, node().url).searchParams.get('expires')).toBe(
      String(Date.parse(evidence.expiresAt) / 1_000),
    );
  });

  test.each<[number, string[][]]>([
    [0, [['EVIDENCE_LIMIT', 'input', 'byteSize']]],
    [1, []],
    [MOST_BYTES, []],
    [MOST_BYTES + 1, [['EVIDENCE_LIMIT', 'input', 'byteSize']]],
    [-1, [['EVIDENCE_LIMIT', 'input', 'byteSize']]],
  ])('EV-1 a file of %d bytes is announced', async (byteSize, expected) => {
    expect(await codes({ byteSize })).toEqual(expected);
  });

  test.each<[string, Said, string[][]]>([
    ['a name of 200 characters', { fileName: '茶'.repeat(200) }, []],
    ['a name of 201', { fileName: '茶'.repeat(201) }, [['INVALID_INPUT', 'input', 'fileName']]],
    ['an upper-case hash', { sha256: 'AB'.repeat(32) }, []],
    ['a hash of 63 digits', { sha256: 'a'.repeat(63) }, [['INVALID_INPUT', 'input', 'sha256']]],
    ['a hash of 65 digits', { sha256: 'a'.repeat(65) }, [['INVALID_INPUT', 'input', 'sha256']]],
    [
      'a ticket that is none',
      { orderId: null, ticketId: 'tkt_1' },
      [['NOT_FOUND', 'input', 'ticketId']],
    ],
    ['neither order nor ticket', { orderId: null }, [['INVALID_INPUT', 'input', 'orderId']]],
    ['both', { ticketId: 'tkt_1' }, [['INVALID_INPUT', 'input', 'orderId']]],
    [
      'everything wrong',
      { fileName: '', contentType: 'text/html', byteSize: 0, sha256: '' },
      [
        ['INVALID_INPUT', 'input', 'fileName'],
        ['EVIDENCE_TYPE', 'input', 'contentType'],
        ['EVIDENCE_LIMIT', 'input', 'byteSize'],
        ['INVALID_INPUT', 'input', 'sha256'],
      ],
    ],
  ])('EV-1 announcing %s', async (_what, said, expected) => {
    expect(await codes(said)).toEqual(expected);
  });

  test('EV-1 announcing it again under the same key is announcing it once, also once it is there', async () => {
    const bytes = aFile();
    const said = { orderId, idempotencyKey: `key-${orderId}` };
    const first = await announce(node(), bytes, said);
    expect((await announce(node(), bytes, said)).evidence.id).toBe(first.evidence.id);
    await put(node(), first.evidence.uploadUrl, bytes);
    const { evidence } = await announce(node(), bytes, said);
    expect([evidence.id, evidence.uploadUrl]).toEqual([first.evidence.id, null]);
    expect(evidence.downloadUrl).toEqual(expect.any(String));
  });

  test('EV-1 what collects evidence by an id of its own is found by it, under the same rules', async () => {
    const cardId = await sent(node(), orderId);
    const subjects = node().app.evidenceSubjects as unknown[];
    subjects.push({ idType: 'proposal', orderIdOf: async () => orderId });
    const said = { orderId: null, ticketId: cardId };
    expect(await codes(said)).toEqual([]);
    expect(await codes(said, buyer())).toEqual([['NOT_FOUND', 'input', 'ticketId']]);
    expect(await codes(said, seller('shop-2'))).toEqual([['NOT_FOUND', 'input', 'ticketId']]);
    const sql = 'SELECT DISTINCT order_id FROM evidence WHERE ticket_id = ?';
    expect(await node().app.db.rows(sql, [cardId])).toEqual([{ order_id: orderId }]);
    subjects.pop();
  });
});

eachDatabase('a seat whose right ends', (database) => {
  test('AC-2 AC-3 gets no address any more', async () => {
    const node = await startNode(await database.createUrl(), { environment });
    await openShop(node);
    const { evidence } = await announce(node, aFile(), { orderId: await placeOrder(node) });
    const set = (permissions: string[]) =>
      node.ask(
        system,
        'mutation ($p: [Permission!]!) { seatSet(input: {shopId: "shop-1", seatId: "shop-1-seat", permissions: $p}) { userErrors { code } } }',
        { p: permissions },
      );
    await set(['reports']);
    expect(await readPiece(node, evidence.id)).toMatchObject({ uploadUrl: expect.any(String) });
    await set(['proposals']);
    expect(await readPiece(node, evidence.id)).toMatchObject({ uploadUrl: null, expiresAt: null });
    await node.stop();
  });
});
