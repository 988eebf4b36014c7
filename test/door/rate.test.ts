import { addressBehind } from '../../src/server/address';
import { Places } from '../../src/server/places';
import { Rate } from '../../src/server/rate';
import { Turns } from '../../src/server/turns';
import type { IncomingMessage } from 'node:http';

const MINUTE = 60_000;

describe('A rate', () => {
  it.each([1, 7, 60, 1_200, 12_000])(
    'of %d a minute lets so many through at once, and no more',
    (most) => {
      const rate = new Rate(most);
      const waits = Array.from({ length: most + 3 }, () => rate.take('a', 1_000));
      expect(waits.filter((seconds) => seconds === 0)).toHaveLength(most);
      for (const seconds of waits.slice(most)) expect(seconds).toBe(Math.ceil(60 / most));
    },
  );

  it('says how long to wait to the second: a moment earlier is too early, then there is one', () => {
    const rate = new Rate(6);
    for (let count = 0; count < 6; count += 1) rate.take('a', 0);
    expect(rate.take('a', 0)).toBe(10);
    expect(rate.take('a', 9_999)).toBe(1);
    expect(rate.take('a', 10_000)).toBe(0);
    expect(rate.take('a', 10_000)).toBe(10);
  });

  it('fills evenly, and holds a minute at most', () => {
    const rate = new Rate(60);
    for (let count = 0; count < 60; count += 1) rate.take('a', 0);
    const taken = (now: number) => {
      let count = 0;
      while (rate.take('a', now) === 0) count += 1;
      return count;
    };
    expect(taken(5_000)).toBe(5);
    expect(taken(5_000 + 10 * MINUTE)).toBe(60);
  });

  it('counts each by itself; 0 is no limit', () => {
    const rate = new Rate(1);
    expect([rate.take('a', 0), rate.take('b', 0), rate.take('a', 0)]).toEqual([0, 0, 60]);
    const none = new Rate(0);
    for (let count = 0; count < 1_000; count += 1) expect(none.take('a', 0)).toBe(0);
    expect(none.size).toBe(0);
  });

  it('remembers a bounded number of those who ask: the least recent is forgotten first', () => {
    const rate = new Rate(1);
    rate.take('first', 0);
    for (let count = 0; count < 200_000; count += 1) rate.take(`stranger ${count}`, 0);
    expect(rate.size).toBe(50_000);
    expect(rate.take('stranger 199999', 0)).toBe(60);
    expect(rate.take('first', 0)).toBe(0);
  });
});

describe('Places', () => {
  it('are so many for each key, and free again when given back', () => {
    const places = new Places(2);
    expect([places.take('a'), places.take('a'), places.take('a')]).toEqual([true, true, false]);
    expect(places.take('b')).toBe(true);
    places.giveBack('a');
    expect([places.take('a'), places.take('a')]).toEqual([true, false]);
    for (const key of ['a', 'a', 'b']) places.giveBack(key);
    expect([places.of('a'), places.of('b')]).toEqual([0, 0]);
  });
});

describe('Turns', () => {
  it('are taken a few at once, the others in the order they came; too many are refused at once', async () => {
    const turns = new Turns(2, 2);
    const came: string[] = [];
    const take = (name: string) => turns.take().then((isTurn) => came.push(`${name} ${isTurn}`));
    await Promise.all([take('a'), take('b')]);
    void take('c');
    void take('d');
    await take('e');
    expect(came).toEqual(['a true', 'b true', 'e false']);
    turns.end();
    turns.end();
    await new Promise(setImmediate);
    expect(came.slice(3)).toEqual(['c true', 'd true']);
    turns.end();
    turns.end();
    await take('f');
    expect(came.at(-1)).toBe('f true');
  });
});

describe('An address', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    ({
      socket: { remoteAddress },
      headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    }) as unknown as IncomingMessage;

  it.each([
    [
      'no proxy is trusted: whatever is forwarded counts for nothing',
      [],
      '192.0.2.1',
      '198.51.100.7',
      '192.0.2.1',
    ],
    ['another proxy is trusted', ['10.0.0.0/8'], '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['it comes by a trusted proxy', ['10.0.0.0/8'], '10.1.2.3', '198.51.100.7', '198.51.100.7'],
    [
      'the client forged what it forwards',
      ['10.0.0.0/8'],
      '10.1.2.3',
      '1.1.1.1, 198.51.100.7',
      '198.51.100.7',
    ],
    [
      'two proxies are trusted',
      ['10.0.0.0/8', '192.0.2.1'],
      '10.1.2.3',
      '1.1.1.1, 198.51.100.7, 192.0.2.1',
      '198.51.100.7',
    ],
    ['names stand for networks', ['loopback'], '::1', '198.51.100.7', '198.51.100.7'],
  ])('is right when %s', (_name, proxies, remote, forwarded, expected) => {
    expect(addressBehind(proxies)(from(remote, forwarded))).toBe(expected);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s: a line of IPv6 has a whole network', (remote, expected) => {
    expect(addressBehind([])(from(remote))).toBe(expected);
  });

  it('of a connection that is gone is nobody’s', () => {
    expect(addressBehind([])({ socket: {}, headers: {} } as IncomingMessage)).toBe('');
  });
});
