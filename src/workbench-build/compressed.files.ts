import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = /\.(js|css|svg)$/;

/** Quality 9 of 11: the last two levels take ten times as long for two per cent. */
const brotli = (content: Buffer): Buffer =>
  brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });

/** Writes `.br` and `.gz` beside each file, so that the server never compresses. */
export function precompress(folder: string): void {
  const assets = join(folder, 'assets');
  for (const name of readdirSync(assets).filter((file) => COMPRESSIBLE.test(file))) {
    const content = readFileSync(join(assets, name));
    writeFileSync(join(assets, `${name}.br`), brotli(content));
    writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
  }
}
