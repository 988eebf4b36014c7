import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './ports';
import { startService } from './service';
import type { Service } from './service';

const PROGRAM = join(dirname(require.resolve('s3rver/package.json')), 'bin/s3rver.js');
const BUCKET = 'evidence';

/** The one key this server knows. */
const KEY = 'S3RVER';

export interface S3 extends Service {
  /** For EVIDENCE_URL. */
  readonly url: string;
  /** Where it keeps its buckets. */
  readonly folder: string;
}

/** An S3-compatible server of our own, out of a package: a free port, one bucket, its own folder. */
export async function startS3(): Promise<S3> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'parley-s3-'));
  const args = [PROGRAM, '--directory', folder, '--address', '127.0.0.1', '--port', String(port)];
  args.push('--silent', '--no-vhost-buckets', '--configure-bucket', BUCKET);
  const isReady = () => answers(`http://127.0.0.1:${port}/`);
  const service = await startService({ program: process.execPath, args, folder, isReady });
  const url = `s3://${KEY}:${KEY}@127.0.0.1:${port}/${BUCKET}?tls=false`;
  return Object.assign(service, { url, folder });
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );
