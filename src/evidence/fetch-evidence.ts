/** What a file goes through before anybody sees it: fetched whole and checked against its hash, then sent (EV-1). */
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { App } from '../inbox/app';
import type { Evidence } from './evidence.entity';
import { keyOf, receive, TooLong, type FileProblem, type Received } from './evidence.file';

/** The bytes that were uploaded, and no others; or why not. Whoever takes the stream reads or destroys it. */
export async function fetchEvidence(app: App, piece: Evidence): Promise<Readable | FileProblem> {
  const path = await app.files.place();
  try {
    const fetched = await fetchInto(app, piece, path);
    if (fetched === null) return 'SERVICE_UNAVAILABLE';
    if (!isUnchanged(piece, fetched)) {
      app.log.error({ evidenceId: piece.id }, 'a kept file is not what was uploaded');
      return 'FILE_DAMAGED';
    }
    // What was checked is what is sent: the open file stays readable after its name is gone.
    return (await open(path)).createReadStream();
  } finally {
    await rm(path, { force: true });
  }
}

/** Null when the storage does not give it. */
async function fetchInto(
  app: App,
  { id, byteSize }: Evidence,
  path: string,
): Promise<Received | 'CHANGED' | null> {
  try {
    return await receive(await app.files.read(keyOf(id)), path, byteSize);
  } catch (error) {
    if (error instanceof TooLong) return 'CHANGED';
    app.log.error({ error, evidenceId: id }, 'a kept file could not be read');
    return null;
  }
}

const isUnchanged = ({ byteSize, sha256 }: Evidence, fetched: Received | 'CHANGED'): boolean =>
  fetched !== 'CHANGED' && fetched.byteSize === byteSize && fetched.sha256 === sha256;
