import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SECRET, startNode } from '../support/node';
import { openShop } from '../support/market';
import { spawnBound } from '../services/child-process';
import { eitherDatabase } from '../services/databases';
import { startServerProcess } from '../services/server-process';

const MAIN = join(__dirname, '../../dist/src/main.js');

/** Starts the real process, which is expected to give up by itself. */
async function startInVain(env: Record<string, string>) {
  const child = spawnBound(process.execPath, [MAIN], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

const production = { NODE_ENV: 'production', AUTH_SECRET: SECRET };

describe('A start that cannot be', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'production without identity provider',
      { NODE_ENV: 'production' },
      /^Parley cannot start: No identity provider is configured/,
    ],
    [
      'a sandbox in production',
      { ...production, SANDBOX: 'true' },
      /^Parley cannot start: SANDBOX cannot be on/,
    ],
    [
      'a database of another kind',
      { DATABASE_URL: 'postgres://a/b' },
      /^Parley cannot start: DATABASE_URL must be/,
    ],
    [
      'a database that is away',
      { DATABASE_URL: 'mysql://root@127.0.0.1:1/parley' },
      /^Parley cannot start: .*database/i,
    ],
  ])('with %s ends with 1 and one clear sentence', async (_name, env, sentence) => {
    const { code, out, err } = await startInVain(env);
    expect(err).toMatch(sentence);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([1, '']);
  });
});

eitherDatabase('A start on a database', (database) => {
  it('in use by somebody else’s port ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const env = { DATABASE_URL: await database.createEmptyUrl(), PORT: String(port) };
    const { code, err } = await startInVain(env);
    other.close();
    expect([code, err.trim()]).toEqual([1, expect.stringMatching(/^Parley cannot start: .*port/i)]);
  });

  it('TM-1 of a sandbox whose clock was moved is refused in production', async () => {
    const url = await database.createEmptyUrl();
    const node = await startNode(url, { environment: { SANDBOX_START: '2023-01-30T00:00:00Z' } });
    await node.stop();
    const { code, err } = await startInVain({ ...production, DATABASE_URL: url });
    expect(err).toMatch(/^Parley cannot start: .*belongs to a sandbox/);
    expect(code).toBe(1);
  });

  it('TM-1 that is empty takes SANDBOX_START for its clock; one with a shop in it does not', async () => {
    const url = await database.createEmptyUrl();
    const startAt = (instant: string) =>
      startNode(url, { environment: { SANDBOX_START: instant } });
    const now = async (node: Awaited<ReturnType<typeof startNode>>) => {
      const { data } = await node.ask(null, '{ serverTime }');
      return Date.parse(data.serverTime);
    };
    const first = await startAt('2023-01-30T00:00:00Z');
    expect(await now(first)).toBeLessThan(Date.parse('2023-01-31T00:00:00Z'));
    expect(await now(first)).toBeGreaterThanOrEqual(Date.parse('2023-01-30T00:00:00Z'));
    await openShop(first);
    await first.stop();
    const second = await startAt('2030-01-01T00:00:00Z');
    expect(await now(second)).toBeLessThan(Date.parse('2023-01-31T00:00:00Z'));
    await second.stop();
  });

  it('in production serves without tokens on the screen', async () => {
    const server = await startServerProcess({
      ...production,
      DATABASE_URL: await database.createEmptyUrl(),
    });
    expect(server.output()).not.toMatch(/eyJ|Sandbox/);
    await server.stop();
  });
});
