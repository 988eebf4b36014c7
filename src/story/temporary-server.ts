import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A server of one's own, in sandbox mode on an embedded database that goes when it stops. */
export interface TemporaryServer {
  /** Where GraphQL is served, for example `http://127.0.0.1:40123/graphql`. */
  readonly url: string;
  /** Signs tokens that this server accepts. */
  readonly secret: string;
  /** Ends the process and removes its folder. */
  stop(): Promise<void>;
}

const MAIN = join(__dirname, '..', 'main.js');
const READY = /http:\/\/[^\s"']+\/graphql/;
const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

/** Settings of the shell must not reach this server: it would open the user's own database. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];

/**
 * Starts the server on a free port.
 * @param startsAt the instant its clock begins with (SANDBOX_START), RFC 3339
 */
export async function startTemporaryServer(startsAt?: string): Promise<TemporaryServer> {
  if (!existsSync(MAIN))
    throw new Error(`The server is not built: ${MAIN} is missing. Run npm run build.`);
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  const secret = randomBytes(32).toString('hex');
  const child = spawn(process.execPath, [MAIN], {
    env: { ...inherited(), ...settings(folder, secret, startsAt) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await readyUrl(child), secret, stop };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

function settings(folder: string, secret: string, startsAt: string | undefined): NodeJS.ProcessEnv {
  return {
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'parley.db')}`,
    AUTH_SECRET: secret,
    SANDBOX: 'true',
    // A story asks for everybody in it, from one address.
    RATE_PER_VIEWER: '0',
    RATE_PER_ADDRESS: '0',
    ...(startsAt !== undefined && { SANDBOX_START: startsAt }),
  };
}

function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
}

/** The address from the line the server prints when it is ready; what it printed instead becomes the error. */
function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = () => reject(new Error(`The server did not start.\n${printed.trim()}`));
    const timer = setTimeout(fail, START_WITHIN_MS);
    const read = (chunk: Buffer) => {
      printed = `${printed}${chunk.toString()}`.slice(-20_000);
      const url = READY.exec(printed)?.[0];
      if (url !== undefined) settle(() => resolve(url));
    };
    // The pipes are read to the end, or a talkative server would block on a full one.
    const settle = (then: () => void) => {
      clearTimeout(timer);
      child.stdout?.off('data', read).resume();
      child.stderr?.off('data', read).resume();
      then();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => settle(fail));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = new AbortController();
  const killed = wait(STOP_WITHIN_MS, undefined, { signal: late.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await exited;
  late.abort();
  await killed;
}
