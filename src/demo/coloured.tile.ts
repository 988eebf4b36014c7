import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Eight bits for each of red, green and blue; the usual packing; not interlaced. */
const KIND = [8, 2, 0, 0, 0];

/** Draws a square of one colour as a PNG that any viewer opens. `side` is in pixels. */
export function colouredTile(
  side: number,
  colour: readonly [red: number, green: number, blue: number],
): Buffer {
  // Each row begins with how it is filtered: 0, not at all.
  const row = Buffer.from([0, ...Array.from({ length: side }, () => colour).flat()]);
  const rows = Buffer.concat(Array.from({ length: side }, () => row));
  const header = Buffer.concat([wordOf(side), wordOf(side), Buffer.from(KIND)]);
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND')];
  return Buffer.concat([SIGNATURE, ...chunks]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([wordOf(data.length), body, wordOf(crc32(body))]);
}

function wordOf(value: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32BE(value);
  return word;
}
