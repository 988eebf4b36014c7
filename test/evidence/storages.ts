import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { startS3, type S3 } from '../services/s3';
import { isFullScale } from '../services/scale';

/** Somewhere evidence is kept, with a look behind its door. */
export interface TestStorage {
  /** For EVIDENCE_URL. */
  readonly url: string;
  /** Every file there is, also half of one: its path. */
  files(): string[];
  /** Changes a kept file behind everybody's back. */
  tamper(id: string, change: (bytes: Buffer) => Buffer): void;
  remove(id: string): void;
  stop(): Promise<void>;
}

export const STORAGES = [
  ['a folder', folderStorage],
  ['S3', s3Storage],
] as const;

/** Each storage with each database at full scale; else each with one of them. */
export const storagesFor = (kind: 'sqlite' | 'mysql') =>
  STORAGES.filter(([name]) => isFullScale() || (name === 'S3') === (kind === 'mysql'));

const under = (folder: string): string[] =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => fs.statSync(path).isFile())
        .map((path) => relative(folder, path))
        .sort()
    : [];

function storageIn(folder: string, ending: string, stop: () => Promise<void>) {
  const pathOf = (id: string) => join(folder, id.slice(-2), `${id}${ending}`);
  return {
    files: () => under(folder).filter((path) => path.endsWith(ending)),
    tamper: (id: string, change: (bytes: Buffer) => Buffer) => {
      fs.writeFileSync(pathOf(id), change(fs.readFileSync(pathOf(id))));
    },
    remove: (id: string) => fs.rmSync(pathOf(id)),
    stop,
  };
}

/** A folder for the evidence of a test file; it goes when the file has ended. */
export function evidenceFolder(): string {
  const folder = fs.mkdtempSync(join(tmpdir(), 'parley-evidence-'));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function folderStorage(): Promise<TestStorage> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'parley-evidence-'));
  const stop = async () => fs.rmSync(folder, { recursive: true, force: true });
  return { url: folder, ...storageIn(folder, '', stop) };
}

async function s3Storage(): Promise<TestStorage> {
  const server: S3 = await startS3();
  const folder = join(server.folder, 'evidence');
  return { url: server.url, ...storageIn(folder, '._S3rver_object', () => server.stop()) };
}
