import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports';
import { requireProgram } from './programs';
import { startService } from './service';
import type { Service } from './service';

export interface Redis extends Service {
  readonly port: number;
  readonly url: string;
}

/** A Redis of our own: a free port, nothing kept on disk. */
export async function startRedis(): Promise<Redis> {
  const program = requireProgram('redis-server', 'redis-server');
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'parley-redis-'));
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  args.push('--save', '', '--appendonly', 'no');
  const service = await startService({ program, args, folder, isReady: () => listensOn(port) });
  return Object.assign(service, { port, url: `redis://127.0.0.1:${port}` });
}

function listensOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
