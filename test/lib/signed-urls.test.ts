import { SignedUrls, type FileMethod } from '../../src/lib/signed-urls';

const NOW = Date.parse('2023-02-01T02:00:00.750Z');
const SECOND = 1_000;
const ID = 'evd_01h455vb4pex5vsknk084sn02q';

const urls = new SignedUrls('a secret', '/evidence');
const { url, expiresAt } = urls.sign('GET', ID, NOW);
const query = Object.fromEntries(new URL(url, 'http://parley').searchParams);

const check = (changed: object = {}, method: FileMethod = 'GET', id = ID, now = NOW) =>
  urls.check(method, id, { ...query, ...changed }, now);

describe('a signed address', () => {
  test('EV-2 is a path of this server that names the file and the last second it works in', () => {
    expect(url).toMatch(new RegExp(`^/evidence/${ID}\\?expires=1675217100&signature=[\\w-]{43}$`));
    expect(new Date(expiresAt).toISOString()).toBe('2023-02-01T02:05:00.000Z');
  });

  test.each([
    [-1, 'VALID'],
    [0, 'VALID'],
    [299, 'VALID'],
    [300, 'VALID'],
    [301, 'EXPIRED'],
    [86_400, 'EXPIRED'],
  ])('EV-2 TM-3 is judged %d seconds after it was given: %s', (seconds, verdict) => {
    expect(check({}, 'GET', ID, NOW + seconds * SECOND)).toBe(verdict);
  });

  test('EV-2 TM-3 works to the last millisecond of its last second', () => {
    expect(check({}, 'GET', ID, expiresAt + 999)).toBe('VALID');
    expect(check({}, 'GET', ID, expiresAt + 1_000)).toBe('EXPIRED');
  });

  const { signature = '', expires = '' } = query;
  test.each<[string, object]>([
    ['no signature', { signature: undefined }],
    ['an empty signature', { signature: '' }],
    ['two signatures', { signature: [signature, signature] }],
    ['half a signature', { signature: signature.slice(0, 20) }],
    ['a longer signature', { signature: `${signature}=` }],
    ['another spelling of the same bytes', { signature: spelledOtherwise(signature) }],
    ['another signature', { signature: signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }],
    ['no expiry', { expires: undefined }],
    ['two expiries', { expires: [expires, expires] }],
    ['a later expiry', { expires: String(Number(expires) + 1) }],
    ['an earlier expiry', { expires: String(Number(expires) - 1) }],
    ['the same expiry in another form', { expires: `0${expires}` }],
    ['an expiry that never comes', { expires: 'Infinity' }],
    ['an expiry that is no number', { expires: 'NaN' }],
  ])('EV-2 AC-3 with %s gives no right', (_what, changed) => {
    expect(check(changed)).toBe('FORGED');
  });

  test('EV-2 AC-3 for one method or file is worth nothing for another', () => {
    expect(check({}, 'PUT')).toBe('FORGED');
    expect(check({}, 'GET', ID.replace(/q$/, 'r'))).toBe('FORGED');
    expect(check({}, 'GET', `${ID}\n`)).toBe('FORGED');
  });

  test('EV-2 AC-3 of another secret gives no right', () => {
    expect(new SignedUrls('another', '/evidence').check('GET', ID, query, NOW)).toBe('FORGED');
  });
});

/** The last letter of base64url carries bits that no byte takes: other letters decode to the same bytes. */
function spelledOtherwise(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  const others = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
  const found = others
    .map((letter) => text.slice(0, -1) + letter)
    .find((other) => other !== text && Buffer.from(other, 'base64url').equals(bytes));
  if (found === undefined) throw new Error('There is only one spelling.');
  return found;
}
