import { createHash, randomBytes } from 'node:crypto';

/** 5 MB, as the first policy has it (EV-1). */
export const MOST_BYTES = 5 * 1_024 * 1_024;

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  // Nobody who recognises a type computes its checksums.
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
};

const PNG_START = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = (): Buffer =>
  Buffer.concat([PNG_START, chunk('IHDR', Buffer.alloc(13)), chunk('IDAT', Buffer.alloc(4))]);

/** The first bytes of a file of each type: as much as anybody needs to recognise it. */
const STARTS: Readonly<Record<string, () => Buffer>> = {
  'image/gif': () => Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'),
  'image/jpeg': () =>
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1]),
  'image/png': png,
  'image/webp': () => Buffer.from('RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00', 'latin1'),
  'application/pdf': () => Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n', 'latin1'),
};

export const TYPES = Object.keys(STARTS);

/** An animated PNG: a type of its own, which is none of the five. */
export const animatedPng = (): Buffer =>
  Buffer.concat([
    PNG_START,
    chunk('IHDR', Buffer.alloc(13)),
    chunk('acTL', Buffer.alloc(8)),
    chunk('IDAT', Buffer.alloc(4)),
    randomBytes(64),
  ]);

/** A file of a type, with `then` behind its first bytes and filled up to a size; no two are the same. */
export function aFile(type = 'image/png', byteSize = 2_000, then: string | Buffer = ''): Buffer {
  const start = Buffer.concat([STARTS[type]!(), Buffer.from(then)]);
  return Buffer.concat([start, randomBytes(Math.max(0, byteSize - start.length))]);
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
