import { Bell, type Ring } from '../../src/inbox/bell';
import { linkBell, type BellLink } from '../../src/inbox/bell.redis';
import { openLog } from '../../src/lib/log';
import { eventually } from '../live/gauges';
import { findProgram } from '../services/programs';
import { startRedis, type Redis } from '../services/redis';
import { TcpProxy } from '../services/tcp.proxy';

const silenceMs = 200;

if (findProgram('redis-server') !== undefined)
  describe('IN-7 the connections to Redis are half-open', () => {
    let redis: Redis;
    let wire: TcpProxy;
    const links: BellLink[] = [];
    const [here, there] = [new Bell(), new Bell()];
    const heard: Ring[] = [];
    let reconnects = 0;

    beforeAll(async () => {
      redis = await startRedis();
      wire = await TcpProxy.open(redis.port);
      const log = openLog('silent');
      const link = (bell: Bell, url: string): unknown =>
        links.push(
          linkBell(bell, { url, epoch: 'e', onReconnect: () => (reconnects += 1), silenceMs }, log),
        );
      link(here, redis.url);
      link(there, `redis://127.0.0.1:${wire.port}`);
      there.listen((ring) => heard.push(ring));
    });

    afterAll(async () => {
      wire.heal();
      for (const link of links) link.close();
      await wire.close();
      await redis.stop();
    });

    const ringUntilHeard = async (id: string): Promise<void> => {
      await eventually(
        () => {
          here.ring([{ log: 'inbox', id, number: 1 }]);
          return heard.some((ring) => ring.id === id);
        },
        (isHeard) => isHeard,
      );
    };

    test('they are given up, and rings arrive over new ones', async () => {
      await ringUntilHeard('before');
      const before = reconnects;
      wire.silenceThese();
      await ringUntilHeard('after');
      // The log is looked at once more, as what rang meanwhile was lost.
      expect(reconnects).toBeGreaterThan(before);
    });
  });
