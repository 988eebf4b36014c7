import { PlatformClock } from '../../src/replay/platform.clock';
import { ProgressBar } from '../../src/replay/progress.bar';
import { readOptions } from '../../src/replay/replay.options';

const url = 'http://127.0.0.1:4000/graphql';

describe('calling the replay', () => {
  it.each([
    [['a.csv'], { file: 'a.csv', server: undefined }],
    [['a.csv', '--url', url, '--token', 't'], { file: 'a.csv', server: { url, token: 't' } }],
    [['--url', url, '--secret=s', 'a.csv'], { file: 'a.csv', server: { url, secret: 's' } }],
  ])('understands %j', (args, options) => expect(readOptions(args)).toEqual(options));

  it.each([
    [[], 'Name one file.'],
    [['a.csv', 'b.csv'], 'Name one file.'],
    [['a.csv', '--token', 't'], '--token and --secret go with --url.'],
    [['a.csv', '--url', url], '--url goes with --token or --secret'],
    [
      ['a.csv', '--url', url, '--token', 't', '--secret', 's'],
      '--url goes with --token or --secret',
    ],
    [['a.csv', '--url', 'nowhere', '--token', 't'], '--url nowhere is no address.'],
    [['a.csv', '--speed', '2'], "Unknown option '--speed'"],
    [['a.csv', '--url'], "'--url <value>' argument missing"],
  ])('says what is wrong with %j', (args, message) =>
    expect(() => readOptions(args)).toThrow(message),
  );
});

describe("the platform's clock seen from here", () => {
  const shown = Date.parse('2023-01-30T02:00:00Z');

  it('is moved by what is missing, a little less as it goes on by itself', () => {
    const by = Number(
      /^PT(.*)S$/.exec(new PlatformClock(shown).durationUntil(shown + 90_000) ?? '')?.[1],
    );
    expect(by).toBeGreaterThan(89);
    expect(by).toBeLessThanOrEqual(90);
  });

  it('is not moved to where it is already', () => {
    const clock = new PlatformClock(shown);
    expect(clock.durationUntil(shown)).toBeUndefined();
    expect(clock.durationUntil(shown - 90_000)).toBeUndefined();
  });

  it('begins anew with what the server showed last', () => {
    const clock = new PlatformClock(shown);
    clock.shows(shown + 3_600_000);
    expect(clock.durationUntil(shown + 90_000)).toBeUndefined();
    expect(clock.durationUntil(shown + 3_690_000)).toMatch(/^PT(90\.000|89\.\d{3})S$/);
  });
});

describe('progress', () => {
  function shownOn(isTTY: boolean, total: number, ...counts: number[]): string[] {
    const written: string[] = [];
    const bar = new ProgressBar(
      { isTTY, write: (text: string) => written.push(text) },
      'Replay',
      total,
    );
    for (const count of counts) bar.show(count, 'now');
    return written;
  }

  it('is one line that is redrawn on a terminal, and ended at the end', () => {
    const written = shownOn(true, 1000, 1, 2, 3, 1000);
    expect(written[0]).toMatch(/^\r.*Replay ░{30} {3}0 % now$/);
    expect(written.at(-1)).toMatch(/^\r.*Replay █{30} 100 % now\n$/);
    expect(written.length).toBeLessThan(5);
  });

  it('is a plain line for every ten per cent elsewhere', () => {
    const written = shownOn(false, 1000, ...Array.from({ length: 1000 }, (_, index) => index + 1));
    expect(written).toHaveLength(10);
    expect(written[0]).toBe('Replay  10 % now\n');
    expect(written.at(-1)).toBe('Replay 100 % now\n');
  });
});
