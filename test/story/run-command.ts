import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** What a command left behind in its terminal. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of `dist/src` as npm would, but for the terminal: it prints into a pipe. */
export function runCommand(name: 'demo' | 'replay', ...args: string[]): Promise<Ended> {
  const main = join(__dirname, '../../dist/src', name, 'main.js');
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [main, ...args],
      { env },
      (_failure, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });
}
