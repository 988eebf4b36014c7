import IoRedis from 'ioredis';
import { findProgram } from './programs';
import { startRedis } from './redis';
import type { Redis } from './redis';

if (findProgram('redis-server') !== undefined) {
  describe('a private Redis', () => {
    let server: Redis;

    beforeAll(async () => {
      server = await startRedis();
    });

    afterAll(() => server.stop());

    test('comes back on the same port, empty, after it was killed', async () => {
      expect(await ask(server.url, (redis) => redis.set('key', 'value'))).toBe('OK');
      const firstPid = server.pid;

      await server.kill();
      await expect(ask(server.url, (redis) => redis.ping())).rejects.toThrow();
      await server.restart();

      expect(server.pid).not.toBe(firstPid);
      expect(await ask(server.url, (redis) => redis.get('key'))).toBeNull();
    });
  });
}

async function ask<T>(url: string, question: (redis: IoRedis) => Promise<T>): Promise<T> {
  const redis = new IoRedis(url, { lazyConnect: true, retryStrategy: null });
  redis.on('error', () => undefined); // also told to the caller, by the rejected answer
  try {
    return await question(redis);
  } finally {
    // On a connection that has already ended it would start a timer that holds the process back.
    if (redis.status !== 'end') redis.disconnect();
  }
}
