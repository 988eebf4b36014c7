import { ProgressBar } from '../../src/replay/progress.bar';
import { readOptions } from '../../src/replay/replay.options';

const url = 'http://127.0.0.1:4000/graphql';

describe('calling the replay', () => {
  const plain = { file: 'a.csv', proposals: false, result: undefined, server: undefined };

  it.each([
    [['a.csv'], plain],
    [['a.csv', '--url', url, '--token', 't'], { ...plain, server: { url, token: 't' } }],
    [['--url', url, '--secret=s', 'a.csv'], { ...plain, server: { url, secret: 's' } }],
    [['--proposals', 'a.csv'], { ...plain, proposals: true }],
    [
      ['a.csv', '--url', url, '--secret', 's', '--proposals'],
      { ...plain, proposals: true, server: { url, secret: 's' } },
    ],
    [['a.csv', '--result', 'b.jsonl'], { ...plain, result: 'b.jsonl' }],
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
    [['a.csv', '--url', url, '--token', 't', '--proposals'], '--proposals needs --secret'],
    [['a.csv', '--speed', '2'], "Unknown option '--speed'"],
    [['a.csv', '--url'], "'--url <value>' argument missing"],
  ])('says what is wrong with %j', (args, message) =>
    expect(() => readOptions(args)).toThrow(message),
  );
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
