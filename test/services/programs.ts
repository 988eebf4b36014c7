import { execFileSync, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Servers are installed where only root's PATH looks. */
const SERVER_FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];

/** The full path of an installed program, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).concat(SERVER_FOLDERS);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** The full path of a library that a program loads by itself, or undefined. */
export function findLibrary(name: string, folders: readonly string[]): string | undefined {
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

export function requireProgram(name: string, debianPackage: string): string {
  const path = findProgram(name);
  if (path === undefined)
    throw new Error(`${name} is not installed: ${howToInstall(debianPackage)}`);
  return path;
}

export function howToInstall(debianPackage: string): string {
  return `apt-get install ${debianPackage}`;
}

/** The first version number the program itself names, e.g. "10.11.6". */
export function versionOf(program: string): string {
  // Debian's start script of Chromium complains beside it, which says nothing about the version.
  const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
  const said = execFileSync(program, ['--version'], { encoding: 'utf8', stdio });
  return /\d+(\.\d+)+/.exec(said)?.[0] ?? said.trim();
}
