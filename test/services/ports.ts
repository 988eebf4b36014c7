import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports that outgoing connections are given (32768 and up on Linux): while a server is
 * down, no client that knocks at its port can be handed that very port.
 */
const LOWEST_PORT = 15_000;
const HIGHEST_PORT = 32_000;

/** A TCP port of this machine on which nobody listens, and which a restarted server finds free again. */
export async function freePort(): Promise<number> {
  while (true) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
