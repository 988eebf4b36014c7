import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireProgram, versionOf } from './programs';

/** MariaDB refuses to run as root. Its Debian package makes this user. */
const isRoot = process.getuid?.() === 0;
export const asServerUser = isRoot ? ['--user=mysql'] : [];

/** Small, so that a copy is quick to make. Template and server must agree on it. */
export const LOG_FILE_SIZE = '--innodb-log-file-size=32M';

/** A new folder whose `data` holds an empty MariaDB: root without a password, no other users. */
export function newMariaDbFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-mariadb-'));
  execFileSync('cp', ['-a', templateFolder(), join(folder, 'data')]);
  if (isRoot) execFileSync('chown', ['mysql', folder]);
  return folder;
}

/** Installing the system tables takes seconds on a busy machine, so it is done once and kept. */
function templateFolder(): string {
  const version = versionOf(requireProgram('mariadbd', 'mariadb-server'));
  const owner = isRoot ? 'mysql' : `uid${process.getuid?.() ?? ''}`;
  const template = join(tmpdir(), `parley-mariadb-template-${version}-${owner}`);
  if (!existsSync(template)) makeTemplate(template);
  return template;
}

function makeTemplate(template: string): void {
  const draft = `${template}-${process.pid}`;
  install(draft);
  try {
    renameSync(draft, template);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(template)) throw error; // else another test process was quicker
  }
}

function install(dataFolder: string): void {
  const program = requireProgram('mariadb-install-db', 'mariadb-server');
  const args = ['--no-defaults', ...asServerUser, `--datadir=${dataFolder}`, '--skip-test-db'];
  args.push('--auth-root-authentication-method=normal', LOG_FILE_SIZE);
  execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}
