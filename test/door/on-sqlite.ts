import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '../services/databases';

/** For what is decided before any database is asked: once is enough, and the embedded one is the quickest. */
export function onSqlite(name: string, tests: (database: TestDatabase) => void): void {
  describe(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-door-'));
    let made = 0;
    tests({
      kind: 'sqlite',
      createUrl: () => Promise.resolve(`sqlite:${join(folder, `${(made += 1)}.sqlite`)}`),
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
  });
}
