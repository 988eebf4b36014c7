import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess, type ServerProcess } from '../services/server-process';
import { callAs } from '../support/call';
import { SECRET } from '../support/node';
import { seller, system, type Person } from '../support/people';
import { aFile, MOST_BYTES } from './sample-files';
import { announce, openUpload, put } from './uploads';

const UPLOADS = 50;
const MIB = 1_024 * 1_024;

/** The uploads alone are 250 MiB; what a process of Node takes and gives back by itself is far below this. */
const MOST_GROWTH = 100 * MIB;

describe('memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-memory-'));
  let server: ServerProcess;
  const node = {
    get url() {
      return server.url;
    },
    ask: (person: Person | null, query: string, variables?: object) =>
      callAs(server.url, person, query, variables),
  };

  beforeAll(async () => {
    server = await startServerProcess({
      DATABASE_URL: `sqlite:${join(folder, 'parley.db')}`,
      AUTH_SECRET: SECRET,
      SANDBOX: 'true',
      LOG_LEVEL: 'error',
    });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function placedOrder(): Promise<string> {
    const register =
      'mutation { shopRegister(input: {shopId: "shop-1", name: "One", kind: TAOBAO}) { userErrors { code } } }';
    await node.ask(system, register);
    const place = `mutation { orderImport(input: {orders: [{shopId: "shop-1", orderNo: "no-1", buyerId: "buyer-1", kind: PHYSICAL,
      paidAt: "2023-01-30T02:00:00Z", lines: [{title: "Tea", quantity: 1, unitPrice: {amountMinor: 1}}]}]}) { results { order { id } } } }`;
    return (await node.ask(system, place)).data.orderImport.results[0].order.id;
  }

  async function residentBytes(): Promise<number> {
    const text = await (await fetch(new URL('/metrics', server.url))).text();
    return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)![1]);
  }

  test('EV-1 fifty uploads of 5 MB at once, all but their last byte sent, take no 250 MB', async () => {
    const orderId = await placedOrder();
    const bytes = aFile('image/png', MOST_BYTES);
    const announced = async () => (await announce(node, bytes, { orderId }, seller())).evidence;
    expect(await put(node, (await announced()).uploadUrl, bytes)).toMatchObject({ status: 204 });
    const before = await residentBytes();

    const headers = { 'content-length': bytes.length };
    const uploads = [];
    for (let count = 0; count < UPLOADS; count += 1)
      uploads.push(openUpload(node, (await announced()).uploadUrl, headers));
    // Written means taken by the server, but for what fits into the sockets between.
    await Promise.all(
      uploads.map(({ upload }) => new Promise((sent) => upload.write(bytes.subarray(0, -1), sent))),
    );
    const during = await residentBytes();
    for (const { upload } of uploads) upload.end(bytes.subarray(-1));
    const answers = await Promise.all(uploads.map(({ answer }) => answer));
    const after = await residentBytes();

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    expect(readdirSync(join(folder, 'evidence/tmp'))).toEqual([]);
    expect(Math.max(during, after) - before).toBeLessThan(MOST_GROWTH);
    console.log(`EV-1 ${UPLOADS} uploads: ${((during - before) / MIB).toFixed(0)} MiB more`);
  });
});
