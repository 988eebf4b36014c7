import { findProgram } from '../services/programs';
import { random, scale, seed } from '../services/scale';
import { runStorm } from './storm';

if (findProgram('mariadbd') !== undefined)
  test('CO-6 TM-5 many orders due at one instant are settled once each, though two of three processes are killed on the way', async () => {
    const orders = scale(20_000);
    const { checks, lives } = await runStorm({
      orders,
      processes: 3,
      random: random(seed(), 'storm'),
      say: () => undefined,
    });
    expect(checks.filter(({ wrong }) => wrong !== 0)).toEqual([]);
    expect(lives).toHaveLength(5);
    expect(lives.filter(({ wasKilled }) => wasKilled)).toHaveLength(2);
  }, 300_000);
