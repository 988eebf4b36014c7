/**
 * Files: received into a folder of this node, and kept where the setting says (EV-3).
 *
 * A file is received whole before anything is kept, so the storage never holds half of one. flydrive: one face for folders and
 * S3-compatible storage, without a framework around it.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Disk } from 'flydrive';
import type { DriverContract } from 'flydrive/types';
import type { S3Storage, Storage } from './storage-url';

export interface FileStore {
  /** A path nobody uses, for receiving a file on this node. Whoever asks removes what is written there. */
  place(): Promise<string>;
  /** Keeps the whole file at `path` under `key`; who reads meanwhile sees all of it or nothing. Takes the file away. */
  keep(key: string, path: string, byteSize: number): Promise<void>;
  read(key: string): Promise<Readable>;
  /** Forgets files; one that is not there is no error. */
  remove(keys: readonly string[]): Promise<void>;
  /** Removes what a node that died left where files are received, if last written before this instant of real time. */
  tidy(before: number): Promise<void>;
}

/** Tells our files from whatever else lies in a folder for temporary files. */
const RECEIVED = 'parley-received-';

/** What both kinds have in common: reading, removing, and a folder to receive into. */
abstract class DiskStore implements FileStore {
  private opened: Promise<Disk> | undefined;

  constructor(
    private readonly openDriver: () => Promise<DriverContract>,
    private readonly receiving: string,
  ) {}

  abstract keep(key: string, path: string, byteSize: number): Promise<void>;

  async place(): Promise<string> {
    await mkdir(this.receiving, { recursive: true, mode: 0o700 });
    return join(this.receiving, `${RECEIVED}${process.pid}-${randomUUID()}`);
  }

  async read(key: string): Promise<Readable> {
    return (await this.disk()).getStream(key);
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) await (await this.disk()).delete(key);
  }

  async tidy(before: number): Promise<void> {
    for (const path of await receivedIn(this.receiving))
      if ((await writtenAt(path)) < before) await rm(path, { force: true });
  }

  /** Loaded when first needed: the S3 client alone is larger than all of Parley. */
  protected disk(): Promise<Disk> {
    this.opened ??= openDisk(this.openDriver);
    return this.opened;
  }
}

async function openDisk(openDriver: () => Promise<DriverContract>): Promise<Disk> {
  const { Disk } = await import('flydrive');
  return new Disk(await openDriver());
}

/** Nothing was received yet: no folder, no files. */
const receivedIn = async (folder: string): Promise<string[]> => {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith(RECEIVED)).map((name) => join(folder, name));
};

/** A file that was taken away meanwhile is as young as can be. */
const writtenAt = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );

async function folderDriver(folder: string): Promise<DriverContract> {
  const { FSDriver } = await import('flydrive/drivers/fs');
  return new FSDriver({ location: folder, visibility: 'private' });
}

/** Receives inside of the same folder, so that keeping a file is one rename, which no reader sees half done. */
class FolderStore extends DiskStore {
  constructor(private readonly folder: string) {
    super(() => folderDriver(folder), join(folder, 'tmp'));
  }

  async keep(key: string, path: string): Promise<void> {
    const kept = join(this.folder, key);
    await mkdir(dirname(kept), { recursive: true, mode: 0o700 });
    await rename(path, kept);
  }
}

/** Long enough for 5 MB on a bad day; a storage that hangs must not hold uploads for ever. */
const REQUEST_MS = 30_000;
const CONNECT_MS = 5_000;

/** The client would write to the console; what fails is thrown anyway, and logged by who needed it. */
const quiet = (): void => undefined;
const SILENT = { debug: quiet, info: quiet, warn: quiet, error: quiet };

async function s3Driver({ kind: _kind, ...storage }: S3Storage): Promise<DriverContract> {
  const { S3Driver } = await import('flydrive/drivers/s3');
  return new S3Driver({
    ...storage,
    visibility: 'private',
    // Buckets without access lists are the default today, and refuse to be told of one.
    supportsACL: false,
    forcePathStyle: true,
    // Newer checksums, which many S3-compatible servers do not know; the SHA-256 of ours is checked on every read.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    logger: SILENT,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
  });
}

class S3Store extends DiskStore {
  constructor(storage: S3Storage) {
    super(() => s3Driver(storage), tmpdir());
  }

  async keep(key: string, path: string, byteSize: number): Promise<void> {
    const disk = await this.disk();
    const body = createReadStream(path);
    try {
      await disk.putStream(key, body, { contentLength: byteSize });
    } finally {
      body.destroy();
    }
    await rm(path);
  }
}

/** Nothing is opened yet: a storage that is away fails what needs it, not the start. */
export const openFileStore = (storage: Storage): FileStore =>
  storage.kind === 'folder' ? new FolderStore(storage.path) : new S3Store(storage);
