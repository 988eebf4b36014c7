import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { eachDatabase, eitherDatabase } from '../services/databases';
import { startS3 } from '../services/s3';
import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { sharedNode } from '../support/shared-node';
import { aFile, MOST_BYTES, sha256, TYPES } from './sample-files';
import { evidenceFolder, storagesFor, type TestStorage } from './storages';
import { announce, at, get, openUpload, put, readPiece, stored } from './uploads';

const folder = evidenceFolder();

eachDatabase('evidence', (database) => {
  describe.each(storagesFor(database.kind))('in %s', (_name, openStorage) => {
    let node: TestNode;
    let storage: TestStorage;
    let orderId: string;

    beforeAll(async () => {
      storage = await openStorage();
      const environment = { EVIDENCE_URL: storage.url };
      node = await startNode(await database.createUrl(), { environment });
      await openShop(node);
      await openShop(node, 'shop-2');
      orderId = await placeOrder(node);
    });
    afterAll(async () => {
      await node.stop();
      await storage.stop();
    });

    test.each(TYPES)('EV-1 EV-2 EV-3 a %s comes back byte by byte', async (contentType) => {
      const bytes = aFile(contentType);
      const said = { orderId, contentType, fileName: '凭证 1.PDF' };
      const { evidence, userErrors } = await announce(node, bytes, said);
      expect(userErrors).toEqual([]);
      expect(evidence).toMatchObject({ contentType, byteSize: 2_000, sha256: sha256(bytes) });
      expect(evidence).toMatchObject({ fileName: '凭证 1.PDF', downloadUrl: null });
      expect(await put(node, evidence.uploadUrl, bytes)).toMatchObject({ status: 204 });
      const piece = await readPiece(node, evidence.id);
      expect(piece).toMatchObject({ id: evidence.id, uploadUrl: null });
      const { status, headers, bytes: read } = await get(node, piece.downloadUrl);
      expect([status, headers.get('content-type'), headers.get('content-length')]).toEqual([
        200,
        contentType,
        '2000',
      ]);
      expect(read.equals(bytes)).toBe(true);
    });

    test('EV-2 a file is an attachment that no browser runs, guesses at, keeps or embeds', async () => {
      const said = { orderId, contentType: 'image/gif', fileName: '../../"a"; 茶.html' };
      const id = await stored(node, aFile('image/gif'), said);
      const { headers } = await get(node, (await readPiece(node, id)).downloadUrl);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-disposition': `attachment; filename="__..__a__ _.html.gif"; filename*=UTF-8''__..__a_%3B%20%E8%8C%B6.html.gif`,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cache-control': 'private, no-store',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
      });
    });

    test.each([MOST_BYTES - 1, MOST_BYTES])('EV-1 a file of %d bytes is taken', async (size) => {
      const bytes = aFile('image/jpeg', size);
      const id = await stored(node, bytes, { orderId, contentType: 'image/jpeg' });
      const { bytes: read } = await get(node, (await readPiece(node, id)).downloadUrl);
      expect(read.equals(bytes)).toBe(true);
    });

    test('EV-1 a file is written once', async () => {
      const bytes = aFile();
      const { evidence } = await announce(node, bytes, { orderId });
      const answers = [];
      for (const sent of [bytes, bytes, aFile()])
        answers.push(await put(node, evidence.uploadUrl, sent));
      expect(answers.map(({ status, code }) => [status, code])).toEqual([
        [204, null],
        [409, 'ALREADY_UPLOADED'],
        [409, 'ALREADY_UPLOADED'],
      ]);
      const { bytes: read } = await get(node, (await readPiece(node, evidence.id)).downloadUrl);
      expect(read.equals(bytes)).toBe(true);
    });

    test('EV-1 of many uploads of one file at once one succeeds, and the file is whole', async () => {
      const bytes = aFile('image/png', 300_000);
      const { evidence } = await announce(node, bytes, { orderId });
      const uploads = Array.from({ length: 6 }, () => put(node, evidence.uploadUrl, bytes));
      const statuses = (await Promise.all(uploads)).map(({ status }) => status);
      expect(statuses.sort()).toEqual([204, 409, 409, 409, 409, 409]);
      const { bytes: read } = await get(node, (await readPiece(node, evidence.id)).downloadUrl);
      expect(read.equals(bytes)).toBe(true);
    });

    test.each<[string, (bytes: Buffer) => Buffer]>([
      ['one bit changed', (bytes) => bytes.with(1_000, bytes[1_000]! ^ 1) as Buffer],
      ['one byte more', (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
      ['one byte less', (bytes) => bytes.subarray(1)],
      ['nothing left', () => Buffer.alloc(0)],
      ['another file of that size', () => aFile('image/png', 2_000)],
    ])('EV-1 a kept file with %s is not shown', async (_what, change) => {
      const id = await stored(node, aFile(), { orderId });
      storage.tamper(id, change);
      const answer = await get(node, (await readPiece(node, id)).downloadUrl);
      expect([answer.status, answer.code]).toEqual([500, 'FILE_DAMAGED']);
      expect(answer.headers.get('content-disposition')).toBeNull();
    });

    test('EV-1 a kept file that is gone is an error, and not an empty file', async () => {
      const id = await stored(node, aFile(), { orderId });
      storage.remove(id);
      const answer = await get(node, (await readPiece(node, id)).downloadUrl);
      expect([answer.status, answer.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect(answer.headers.get('retry-after')).toBe('5');
    });
  });
});

eitherDatabase('EV-2 a page', (database) => {
  const node = sharedNode(database, {
    environment: { ALLOWED_ORIGINS: 'https://workbench.example' },
  });

  test.each([
    ['https://workbench.example', 'https://workbench.example'],
    ['https://elsewhere.example', null],
  ])('EV-2 of %s may upload: %s', async (origin, allowed) => {
    const headers = { origin, 'access-control-request-method': 'PUT' };
    const url = at(node(), '/evidence/evd_01h455vb4pex5vsknk084sn02q');
    const answer = await fetch(url, { method: 'OPTIONS', headers });
    expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
    if (allowed !== null)
      expect(answer.headers.get('access-control-allow-methods')).toBe('POST, PUT');
  });
});

eitherDatabase('EV-2 a node that stops', (database) => {
  test('EV-2 waits for no upload that stalls, and answers it', async () => {
    const own = join(folder, 'stops'); // where nobody else has something under way
    const node = await startNode(await database.createUrl(), {
      environment: { EVIDENCE_URL: own },
    });
    await openShop(node);
    const { evidence } = await announce(node, aFile(), { orderId: await placeOrder(node) });
    const headers = { 'content-length': 2_000 };
    const { upload, answer } = openUpload(node, evidence.uploadUrl, headers);
    upload.write('half');
    // Under way once the node writes it somewhere.
    while (!existsSync(join(own, 'tmp')) || readdirSync(join(own, 'tmp')).length === 0)
      await pause(10);
    const [{ code }] = await Promise.all([answer, node.stop()]);
    expect(code).toBe('UPLOAD_TOO_SLOW');
  });
});

eitherDatabase('EV-3 a storage that is away', (database) => {
  test('EV-3 fails the upload, not the node, and takes the same file later', async () => {
    const server = await startS3();
    const environment = { EVIDENCE_URL: server.url };
    const node = await startNode(await database.createUrl(), { environment });
    await openShop(node);
    const bytes = aFile();
    const { evidence } = await announce(node, bytes, { orderId: await placeOrder(node) });
    await server.kill();
    expect(await put(node, evidence.uploadUrl, bytes)).toMatchObject({
      status: 503,
      code: 'SERVICE_UNAVAILABLE',
    });
    await server.restart();
    expect(await put(node, evidence.uploadUrl, bytes)).toMatchObject({ status: 204 });
    await node.stop();
    await server.stop();
  });
});
