import { crc32, inflateSync } from 'node:zlib';
import { colouredTile } from '../../src/demo/coloured.tile';

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** Takes a PNG apart as a viewer does; a checksum that is wrong fails the test. */
function chunksOf(png: Buffer, from = 8): Chunk[] {
  if (from >= png.length) return [];
  const end = from + 8 + png.readUInt32BE(from);
  expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(from + 4, end)));
  const type = png.toString('latin1', from + 4, from + 8);
  return [{ type, data: png.subarray(from + 8, end) }, ...chunksOf(png, end + 4)];
}

describe('the demo’s picture', () => {
  const png = colouredTile(3, [159, 193, 172]);
  const [header, pixels, end] = chunksOf(png);

  it('EV-1 is a PNG, chunk by chunk', () => {
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(chunksOf(png).map(({ type }) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect([...header!.data]).toEqual([0, 0, 0, 3, 0, 0, 0, 3, 8, 2, 0, 0, 0]);
    expect(end!.data).toHaveLength(0);
  });

  it('has the colour in each of its pixels', () => {
    const row = [0, ...[159, 193, 172], ...[159, 193, 172], ...[159, 193, 172]];
    expect([...inflateSync(pixels!.data)]).toEqual([...row, ...row, ...row]);
  });
});
