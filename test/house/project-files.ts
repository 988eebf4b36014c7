import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const PROJECT = join(__dirname, '../..');

/** A text of the project; `path` is relative to its top folder, with forward slashes. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The files of git's index and those not yet added, but nothing that is ignored: the check says
 * before a commit what it will say after it.
 */
export function projectFiles(...pathspecs: string[]): ProjectFile[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...pathspecs];
  const listed = execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8' });
  const paths = listed.split('\0').filter((path) => path !== '' && existsSync(join(PROJECT, path)));
  return paths.map((path) => ({ path, text: readFileSync(join(PROJECT, path), 'utf8') }));
}
