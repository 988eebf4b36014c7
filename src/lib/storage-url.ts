/** Where files are kept, out of one setting (EV-3): a folder, or a bucket of S3-compatible storage. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface FolderStorage {
  readonly kind: 'folder';
  readonly path: string;
}

export interface S3Storage {
  readonly kind: 's3';
  /** `https://HOST:PORT`, or `http://…` with `tls=false`. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Without them the machine's own role counts, as the AWS client finds it. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export type Storage = FolderStorage | S3Storage;

/** What most S3-compatible storage answers to, whatever it calls its region. */
const REGION = 'us-east-1';

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The storage a text names: `PATH`, `file:PATH`, `s3://KEY:SECRET@HOST:PORT/BUCKET?region=…&tls=…`; null for none. */
export function storageOf(text: string): Storage | null {
  if (text.startsWith('s3:')) return s3Of(text);
  if (text.startsWith('file://')) return folderOfUrl(text);
  const path = text.replace(/^file:/, '');
  if (path === '' || /^\w+:\/\//.test(path)) return null;
  return { kind: 'folder', path: resolve(path) };
}

function folderOfUrl(text: string): Storage | null {
  try {
    return { kind: 'folder', path: fileURLToPath(text) };
  } catch {
    return null;
  }
}

function s3Of(text: string): Storage | null {
  if (!URL.canParse(text)) return null;
  const { host, pathname, searchParams, username, password } = new URL(text);
  const bucket = pathname.slice(1);
  const tls = searchParams.get('tls') ?? 'true';
  if (host === '' || !BUCKET.test(bucket) || !/^(true|false)$/.test(tls)) return null;
  const accessKeyId = decoded(username);
  const secretAccessKey = decoded(password);
  if (accessKeyId === null || secretAccessKey === null) return null;
  if ((accessKeyId === '') !== (secretAccessKey === '')) return null;
  return {
    kind: 's3',
    endpoint: `${tls === 'true' ? 'https' : 'http'}://${host}`,
    region: searchParams.get('region') ?? REGION,
    bucket,
    ...(accessKeyId !== '' && { credentials: { accessKeyId, secretAccessKey } }),
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Beside the embedded database's file, so that one folder holds all there is to back up; else below the working folder. */
export function folderBeside(databaseUrl: string): FolderStorage {
  const [, path] = /^sqlite:(?:\/\/)?(.+)$/.exec(databaseUrl) ?? [];
  return { kind: 'folder', path: resolve(path === undefined ? 'data' : dirname(path), 'evidence') };
}
