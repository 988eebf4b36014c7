import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvOf, withFile } from '../replay/order-csv';
import { stopAfterwards } from '../../src/story';

const REPLAY = join(__dirname, '../../dist/src/replay/main.js');

describe('what is started beside a story', () => {
  it('is stopped at its end, and when it fails', async () => {
    let stops = 0;
    const thing = { stop: () => Promise.resolve(void (stops += 1)) };
    expect(await stopAfterwards(thing, () => Promise.resolve('told'))).toBe('told');
    await expect(stopAfterwards(thing, () => Promise.reject(new Error('lost')))).rejects.toThrow(
      'lost',
    );
    expect(stops).toBe(2);
  });

  it('is stopped by Ctrl-C in the middle of it: no server and no folder stay, nothing is complained of', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
    const orders = Array.from({ length: 500 }, (_, index) => ({ seller: `S${index}` }));
    await withFile(csvOf(orders), async (path) => {
      const env = { PATH: process.env['PATH'], TMPDIR: folder };
      const child = spawn(process.execPath, [REPLAY, path], { env });
      let complaints = '';
      child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
      await untilPrinted(child.stdout, '10 %');
      expect(readdirSync(folder)).toHaveLength(1);
      child.kill('SIGINT');
      expect(await once(child, 'exit')).toEqual([130, null]);
      expect(complaints).toBe('');
      expect(readdirSync(folder)).toEqual([]);
    });
    await rm(folder, { recursive: true });
  });
});

function untilPrinted(output: NodeJS.ReadableStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    output.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(text)) resolve();
    });
  });
}
