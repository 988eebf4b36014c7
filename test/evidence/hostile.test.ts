import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { eitherDatabase } from '../services/databases';
import { openShop, placeOrder } from '../support/market';
import { startNode, type TestNode } from '../support/node';
import { HOSTILE, type Hostile } from './hostile-files';
import { aFile, MOST_BYTES } from './sample-files';
import { storagesFor, type TestStorage } from './storages';
import { announce, at, get, openUpload, put, readPiece } from './uploads';

/** What a browser would run, or a computer open as something to run. */
const SAFE_NAME =
  /^attachment; filename="[\w .-]+\.(gif|jpe?g|png|webp|pdf)"; filename\*=UTF-8''[\w.%~!-]+\.(gif|jpe?g|png|webp|pdf)$/i;

/** What this process received for S3 and did not clear away. */
const leftovers = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`parley-received-${process.pid}-`));

/** Of a node that only uploads without an end are sent to: short enough to wait for. */
const UPLOAD_MS = 500;

test('EV-1 the table holds at least a hundred hostile files', () => {
  expect(new Set(HOSTILE.map(({ what }) => what)).size).toBeGreaterThanOrEqual(100);
});

eitherDatabase('hostile files', (database) => {
  describe.each(storagesFor(database.kind))('into %s', (_name, openStorage) => {
    let node: TestNode;
    let impatient: TestNode;
    let storage: TestStorage;
    let orderId: string;
    let before: string[];

    beforeAll(async () => {
      storage = await openStorage();
      const environment = { EVIDENCE_URL: storage.url };
      const url = await database.createUrl();
      node = await startNode(url, { environment });
      impatient = await startNode(url, { environment, uploadMs: UPLOAD_MS });
      await openShop(node);
      orderId = await placeOrder(node);
    });
    afterAll(async () => {
      await impatient.stop();
      await node.stop();
      expect([storage.files().filter((path) => path.startsWith('tmp')), leftovers()]).toEqual([
        [],
        [],
      ]);
      await storage.stop();
    });
    beforeEach(() => {
      before = storage.files();
    });

    const announced = async (bytes: Buffer, said = {}) => {
      const { evidence } = await announce(node, bytes, { orderId, ...said });
      return evidence as { id: string; uploadUrl: string };
    };

    /** Refused: nobody sees it, and it left nothing, neither whole nor in part. */
    async function expectNothing(id: string): Promise<void> {
      expect(await readPiece(node, id)).toMatchObject({ downloadUrl: null });
      expect(storage.files()).toEqual(before);
    }

    async function expectHarmless({ bytes, said }: Hostile, id: string): Promise<void> {
      const name = `${id.slice(-2)}/${id}`;
      const added = storage.files().filter((path) => !before.includes(path));
      expect(added.map((path) => path.slice(0, name.length))).toEqual([name]);
      const piece = await readPiece(node, id);
      expect(piece).toMatchObject(said ?? {});
      const { headers, bytes: read } = await get(node, piece.downloadUrl);
      expect(headers.get('content-disposition')).toMatch(SAFE_NAME);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-type')).toBe(said?.contentType ?? 'image/png');
      expect(read.equals(bytes)).toBe(true);
    }

    test.each(HOSTILE.map((file) => [file.what, file] as const))(
      'EV-1 EV-2 %s',
      async (_, file) => {
        const { evidence, userErrors } = await announce(node, file.bytes, {
          orderId,
          ...file.said,
        });
        expect(userErrors.map(({ code }: { code: string }) => code)).toEqual(
          file.announced === undefined ? [] : [file.announced],
        );
        if (evidence === null) return;
        const { status, code, message } = await put(
          node,
          evidence.uploadUrl,
          file.sends ?? file.bytes,
        );
        expect([status, code]).toEqual(
          file.uploaded === undefined ? [204, null] : [422, file.uploaded],
        );
        if (file.uploaded === undefined) return expectHarmless(file, evidence.id);
        expect(message).toMatch(/\S/);
        return expectNothing(evidence.id);
      },
    );

    test('EV-1 a file in chunks without a length is counted, and taken when it is right', async () => {
      const bytes = aFile('image/png', 200_000);
      const { uploadUrl } = await announced(bytes);
      const { upload, answer } = openUpload(node, uploadUrl);
      for (let from = 0; from < bytes.length; from += 30_000)
        upload.write(bytes.subarray(from, from + 30_000));
      upload.end();
      expect(await answer).toEqual({ status: 204, code: null });
    });

    test.each([
      ['a byte more', 100_001],
      ['ten times as much', 1_000_000],
      ['less', 99_999],
    ])('EV-1 %s in chunks than was announced is refused', async (_what, size) => {
      const { id, uploadUrl } = await announced(aFile('image/png', 100_000));
      const { upload, answer } = openUpload(node, uploadUrl);
      upload.end(aFile('image/png', size));
      expect(await answer).toEqual({ status: 422, code: 'EVIDENCE_MISMATCH' });
      await expectNothing(id);
    });

    test('EV-1 chunks without an end are cut off, the answer comes first', async () => {
      const { id, uploadUrl } = await announced(aFile('image/png', 1_000));
      const { upload, answer } = openUpload(node, uploadUrl);
      upload.write(aFile('image/png', 100_000));
      expect(await answer).toEqual({ status: 422, code: 'EVIDENCE_MISMATCH' });
      upload.destroy();
      await expectNothing(id);
    });

    test('EV-1 a length over the limit is refused before a byte is read', async () => {
      const { id, uploadUrl } = await announced(aFile());
      const { upload, answer } = openUpload(node, uploadUrl, { 'content-length': MOST_BYTES + 1 });
      upload.flushHeaders();
      expect(await answer).toEqual({ status: 422, code: 'EVIDENCE_LIMIT' });
      upload.destroy();
      await expectNothing(id);
    });

    test('EV-1 an upload that stalls is ended, and leaves nothing', async () => {
      const bytes = aFile();
      const { id, uploadUrl } = await announced(bytes);
      const { upload, answer } = openUpload(impatient, uploadUrl, {
        'content-length': bytes.length,
      });
      upload.write(bytes.subarray(0, 500));
      expect(await answer).toEqual({ status: 408, code: 'UPLOAD_TOO_SLOW' });
      upload.destroy();
      await expectNothing(id);
      expect(await put(node, uploadUrl, bytes)).toMatchObject({ status: 204 });
    });

    test('EV-1 an upload that drips is ended too', async () => {
      const bytes = aFile();
      const { id, uploadUrl } = await announced(bytes);
      const { upload, answer } = openUpload(impatient, uploadUrl, {
        'content-length': bytes.length,
      });
      let sent = 0;
      const drip = setInterval(() => upload.write(bytes.subarray(sent, (sent += 1))), 50);
      expect(await answer).toEqual({ status: 408, code: 'UPLOAD_TOO_SLOW' });
      clearInterval(drip);
      upload.destroy();
      await expectNothing(id);
    });

    test('EV-1 an upload whose connection breaks leaves nothing, and can be tried again', async () => {
      const bytes = aFile('image/png', 100_000);
      const { id, uploadUrl } = await announced(bytes);
      const headers = { 'content-length': bytes.length };
      const { upload, answer } = openUpload(node, uploadUrl, headers);
      await new Promise((written) => upload.write(bytes.subarray(0, 50_000), written));
      upload.destroy();
      await expect(answer).rejects.toThrow();
      // Not a wait for something to happen: a look, until nothing is left of it.
      while (storage.files().length > before.length) await pause(10);
      await expectNothing(id);
      expect(await put(node, uploadUrl, bytes)).toMatchObject({ status: 204 });
    });

    test.each(['text/html', 'application/json', 'text/plain', 'multipart/form-data', ''])(
      'EV-1 the content type “%s” of the request changes nothing',
      async (type) => {
        const bytes = aFile();
        const { uploadUrl } = await announced(bytes);
        const headers = type === '' ? {} : { 'content-type': type };
        expect(await put(node, uploadUrl, bytes, headers)).toMatchObject({ status: 204 });
      },
    );

    describe('AC-3 EV-2 an address', () => {
      let mine: { id: string; uploadUrl: string };
      let other: { id: string; uploadUrl: string };
      const bytes = aFile();

      beforeAll(async () => {
        mine = await announced(bytes);
        other = await announced(aFile());
      });

      const expired = (method: 'GET' | 'PUT') =>
        node.app.fileUrls.sign(method, mine.id, Date.now() - 302_000).url;
      const signedFor = (id: string, method: 'GET' | 'PUT' = 'PUT') =>
        node.app.fileUrls.sign(method, id).url;

      test.each<[string, number, string, () => string]>([
        ['without a signature', 403, 'URL_INVALID', () => `/evidence/${mine.id}`],
        ['of another piece', 403, 'URL_INVALID', () => mine.uploadUrl.replace(mine.id, other.id)],
        ['for downloading', 403, 'URL_INVALID', () => signedFor(mine.id, 'GET')],
        ['with a changed signature', 403, 'URL_INVALID', () => mine.uploadUrl.replace(/.$/, '!')],
        [
          'with a later expiry',
          403,
          'URL_INVALID',
          () => mine.uploadUrl.replace(/expires=/, 'expires=9'),
        ],
        ['with two expiries', 403, 'URL_INVALID', () => `${mine.uploadUrl}&expires=1`],
        ['that expired', 403, 'URL_EXPIRED', () => expired('PUT')],
        ['of nothing', 404, 'NOT_FOUND', () => signedFor('evd_01h455vb4pex5vsknk084sn02q')],
        ['of an order', 404, 'NOT_FOUND', () => signedFor(orderId)],
      ])('%s takes no upload: %d %s', async (_what, status, code, url) => {
        expect(await put(node, url(), bytes)).toMatchObject({ status, code });
        await expectNothing(mine.id);
      });

      test.each<[string, number, string, () => string]>([
        ['without a signature', 403, 'URL_INVALID', () => `/evidence/${mine.id}`],
        ['for uploading', 403, 'URL_INVALID', () => mine.uploadUrl],
        ['that expired', 403, 'URL_EXPIRED', () => expired('GET')],
        ['of what has not come', 404, 'NOT_FOUND', () => signedFor(mine.id, 'GET')],
        [
          'of a path',
          403,
          'URL_INVALID',
          () => '/evidence/..%2F..%2Fetc%2Fpasswd?expires=1&signature=a',
        ],
      ])('%s gives nothing: %d %s', async (_what, status, code, url) => {
        const answer = await get(node, url());
        expect(answer).toMatchObject({ status, code });
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      });

      test.each(['HEAD', 'DELETE', 'PATCH', 'POST'])('is not there for %s', async (method) => {
        const { status } = await fetch(at(node, mine.uploadUrl), { method });
        expect(status).toBe(404);
      });

      test('says what is wrong in the reader’s language', async () => {
        const headers = { 'accept-language': 'zh-CN' };
        const answer = await put(node, expired('PUT'), bytes, headers);
        expect(answer.message).toBe('该地址已过期，请重新获取。');
      });
    });
  });
});
