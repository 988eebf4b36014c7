/** Facts about this database as a whole, made once and shared by all nodes. */
import { randomBytes } from 'node:crypto';
import type { Database } from './database';

/** The value under a name; the first node to ask makes it. */
async function once(db: Database, name: string, made: string): Promise<string> {
  const keep = db.dialect.keepOnConflict('name');
  const read = 'SELECT value FROM meta WHERE name = ?';
  const [known] = await db.rows<{ value: string }>(read, [name]);
  if (known !== undefined) return known.value;
  await db.transact((tx) =>
    tx.run(`INSERT INTO meta (name, value) VALUES (?, ?)${keep}`, [name, made]),
  );
  const [row] = await db.rows<{ value: string }>(read, [name]);
  return row?.value ?? made;
}

const random = (): string => randomBytes(32).toString('base64url');

/** Names this database: a cursor of another one is recognised by it (IN-4). */
export const readEpoch = (db: Database): Promise<string> => once(db, 'epoch', random());

/** Signs the sandbox's tokens, so that they outlive a restart. */
export const readSandboxSecret = (db: Database): Promise<string> =>
  once(db, 'sandbox_secret', random());

/** Signs the addresses of files, for every node alike (EV-2). */
export const readFileSecret = (db: Database): Promise<string> => once(db, 'file_secret', random());

/** Seals what nodes of this database tell each other. */
export const readBellSecret = (db: Database): Promise<string> => once(db, 'bell_secret', random());

export async function isEmpty(db: Database): Promise<boolean> {
  const rows = await db.rows('SELECT 1 AS one FROM shops UNION ALL SELECT 1 FROM orders LIMIT 1');
  return rows.length === 0;
}
