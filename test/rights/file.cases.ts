/** Files by their addresses (AC-3, EV-2): the address is the right, for one method on one file, for five minutes. */
import { newId } from '../../src/lib/ids';
import { realTime } from '../../src/lib/clock';
import { aFile } from '../evidence/sample-files';
import { announce, get, put, stored } from '../evidence/uploads';
import { placeOrder } from '../support/market';
import { cell, type Case, type Cell, type World } from './world';

const word = (status: number): string => (status < 300 ? '2xx' : String(status));

async function addresses({ workshop }: World) {
  const orderId = await placeOrder(workshop);
  const bytes = aFile();
  const { evidence } = await announce(workshop, bytes, { orderId });
  const id = await stored(workshop, bytes, { orderId });
  return { bytes, evidence, id, other: await stored(workshop, bytes, { orderId }) };
}

/** An hour ago an address was signed. */
const HOUR_MS = 3_600_000;

async function run(world: World): Promise<Cell[]> {
  const { workshop } = world;
  const { bytes, evidence, id, other } = await addresses(world);
  const { fileUrls } = workshop.app;
  const { url } = fileUrls.sign('GET', id);
  const old = fileUrls.sign('GET', id, realTime() - HOUR_MS).url;
  const late = fileUrls.sign('PUT', evidence.id, realTime() - HOUR_MS).url;
  const bare = url.split('?')[0]!;
  const upload: string = evidence.uploadUrl;
  const tries: [string, string, Promise<{ status: number }>][] = [
    ['download as it was given', '2xx', get(workshop, url)],
    ['download by an upload’s', '403', get(workshop, fileUrls.sign('PUT', id).url)],
    ['download of another file', '403', get(workshop, url.replace(id, other))],
    ['download of nobody’s file', '403', get(workshop, url.replace(id, newId('evidence')))],
    ['download five minutes later', '403', get(workshop, old)],
    ['download without a signature', '403', get(workshop, bare)],
    ['upload by a download’s', '403', put(workshop, fileUrls.sign('GET', evidence.id).url, bytes)],
    ['upload five minutes later', '403', put(workshop, late, bytes)],
    ['upload without a signature', '403', put(workshop, upload.split('?')[0]!, bytes)],
  ];
  const cells: Cell[] = [];
  for (const [what, law, answer] of tries)
    cells.push(cell(what, 'whoever holds it', law, word((await answer).status)));
  const done = await put(workshop, upload, bytes);
  return [...cells, cell('upload as it was given', 'whoever holds it', '2xx', word(done.status))];
}

export const fileCases = (world: World): Case[] => [{ name: 'files', run: () => run(world) }];
