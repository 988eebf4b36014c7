import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { transpile } from 'typescript';
import { end, hasExited, spawnBound, untilReady } from './child-process';

/** A process that starts a child bound to itself, prints the child's pid and hangs. */
const PARENT = `
  const { spawnBound, lastWill } = require('./child-process.js');
  lastWill('rm -rf "$1"', __dirname);
  console.log(spawnBound('sleep', ['600'], { stdio: 'ignore' }).pid);
  setInterval(() => {}, 1000);
`;

describe('processes bound to ours', () => {
  test('a child ends, and its folder goes, when we are killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-parent-'));
    const parent = startParent(folder);
    const childPid = Number(await firstOutput(parent));
    expect(isAlive(childPid)).toBe(true);

    await end(parent, 'SIGKILL');

    while (isAlive(childPid) || existsSync(folder)) await wait(10);
  });

  test('waiting for a process that ends instead fails with what it said', async () => {
    const child = spawnBound('false', [], { stdio: 'ignore' });
    const never = (): boolean => false;
    await expect(untilReady(child, never, () => 'its last words')).rejects.toThrow(
      'its last words',
    );
    expect(hasExited(child)).toBe(true);
  });

  test('a program that is not there fails at once', () => {
    expect(() => spawnBound('no-such-program', [], {})).toThrow('could not be started');
  });
});

function startParent(folder: string): ChildProcess {
  const source = readFileSync(join(__dirname, 'child-process.ts'), 'utf8');
  writeFileSync(join(folder, 'child-process.js'), transpile(source));
  writeFileSync(join(folder, 'parent.js'), PARENT);
  return spawn(process.execPath, [join(folder, 'parent.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstOutput(child: ChildProcess): Promise<string> {
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer];
  return chunk.toString();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
