import { dataSourceOptions } from '../../src/lib/data-source';
import { readSettings, SettingsError } from '../../src/lib/settings';

const SECRET = 'x'.repeat(32);
const problemOf = (variables: NodeJS.ProcessEnv): string => {
  try {
    readSettings(variables);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'none';
};

describe('Settings', () => {
  it('have sensible values where nothing is set', () => {
    expect(readSettings({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: 'sqlite:./data/parley.db',
      databaseIsDefault: true,
      sandbox: true,
      introspection: true,
      zone: 'Asia/Shanghai',
      currency: 'CNY',
      inboxRetentionMs: 90 * 86_400_000,
      allowedOrigins: [],
      limits: {
        trustedProxies: [],
        ratePerViewer: 1_200,
        ratePerAddress: 12_000,
        socketsPerViewer: 100,
        socketsPerAddress: 2_000,
        requestsAtOnce: 500,
      },
      drainMs: 0,
    });
    expect(readSettings({ AUTH_SECRET: SECRET }).drainMs).toBe(1_000);
  });

  it.each<[string, NodeJS.ProcessEnv, boolean]>([
    ['nothing set', {}, true],
    ['a secret', { AUTH_SECRET: SECRET }, false],
    ['a key set', { AUTH_JWKS_URL: 'https://id.example/keys' }, false],
    ['a secret and SANDBOX=true', { AUTH_SECRET: SECRET, SANDBOX: 'true' }, true],
    ['a secret in production', { AUTH_SECRET: SECRET, NODE_ENV: 'production' }, false],
    ['an empty secret', { AUTH_SECRET: ' ' }, true],
  ])('is a sandbox with %s: %s', (_name, variables, sandbox) => {
    const settings = readSettings(variables);
    expect(settings.sandbox).toBe(sandbox);
    expect(settings.introspection).toBe(sandbox);
    expect(settings.host).toBe(sandbox ? '127.0.0.1' : '0.0.0.0');
  });

  it('listen where HOST says, also in a sandbox', () => {
    expect(readSettings({ HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    [
      'no identity provider in production',
      { NODE_ENV: 'production' },
      /No identity provider.*AUTH_JWKS_URL.*AUTH_SECRET/,
    ],
    ['no identity provider outside of a sandbox', { SANDBOX: 'false' }, /No identity provider/],
    [
      'a sandbox in production',
      { NODE_ENV: 'production', SANDBOX: 'true' },
      /SANDBOX cannot be on/,
    ],
    [
      'a sandbox in production, with a provider',
      { NODE_ENV: 'production', SANDBOX: '1', AUTH_SECRET: SECRET },
      /SANDBOX cannot be on/,
    ],
    ['a secret of 31 bytes', { AUTH_SECRET: 'x'.repeat(31) }, /AUTH_SECRET.*32 bytes/],
    ['a key set at no address', { AUTH_JWKS_URL: 'nonsense' }, /AUTH_JWKS_URL/],
    ['a key set in a file', { AUTH_JWKS_URL: 'file:///etc/keys' }, /AUTH_JWKS_URL/],
    [
      'a start outside of a sandbox',
      { AUTH_SECRET: SECRET, SANDBOX_START: '2023-01-01T00:00:00Z' },
      /SANDBOX_START needs/,
    ],
    ['a start that is no instant', { SANDBOX_START: '2023-01-01' }, /SANDBOX_START/],
    ['a port that is no number', { PORT: 'http' }, /PORT/],
    ['a port that is too high', { PORT: '65536' }, /PORT/],
    ['a port below none', { PORT: '-1' }, /PORT/],
    ['half a port', { PORT: '4000.5' }, /PORT/],
    ['an empty pool', { DATABASE_POOL: '0' }, /DATABASE_POOL/],
    ['an unknown zone', { PLATFORM_ZONE: 'Asia/Nowhere' }, /PLATFORM_ZONE/],
    ['an unknown currency', { PLATFORM_CURRENCY: 'yuan' }, /PLATFORM_CURRENCY/],
    ['a sandbox of maybe', { SANDBOX: 'maybe' }, /SANDBOX.*true or false/],
    ['a retention of nothing', { INBOX_RETENTION: '0' }, /INBOX_RETENTION/],
    ['a retention of months', { INBOX_RETENTION: 'P1M' }, /INBOX_RETENTION/],
    ['a rate below none', { RATE_PER_VIEWER: '-1' }, /RATE_PER_VIEWER/],
    ['a rate of words', { RATE_PER_ADDRESS: 'many' }, /RATE_PER_ADDRESS/],
    ['half a socket', { SOCKETS_PER_VIEWER: '0.5' }, /SOCKETS_PER_VIEWER/],
    ['a proxy by its name', { TRUSTED_PROXIES: 'proxy.example' }, /TRUSTED_PROXIES.*10\.0\.0\.0/],
    ['a network that is none', { TRUSTED_PROXIES: '10.0.0.0/33' }, /TRUSTED_PROXIES/],
    ['a drain that leaves no time to answer', { DRAIN_MS: '2001' }, /DRAIN_MS/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  ])('refuse %s', (_name, variables, problem) => {
    expect(problemOf(variables)).toMatch(problem);
  });

  it('take proxies as addresses, networks and names of networks', () => {
    const variables = { TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1 ,2001:db8::/32,loopback,' };
    expect(readSettings(variables).limits.trustedProxies).toEqual([
      '10.0.0.0/8',
      '192.0.2.1',
      '2001:db8::/32',
      'loopback',
    ]);
  });

  it('name every problem at once', () => {
    expect(problemOf({ PORT: 'x', PLATFORM_ZONE: 'y' })).toMatch(/PORT.*PLATFORM_ZONE/s);
  });

  it.each([
    ['90', 90],
    ['P7D', 7],
    ['PT48H', 2],
  ])('keep the inbox for %s', (text, days) => {
    expect(readSettings({ INBOX_RETENTION: text }).inboxRetentionMs).toBe(days * 86_400_000);
  });

  it.each([
    'postgres://a/b',
    'mysql://root@127.0.0.1:1',
    'mysql://root@127.0.0.1:1/',
    'sqlite:',
    'sqlite://',
    'parley.db',
  ])('refuse the database %s', (url) => {
    expect(() => dataSourceOptions(url, 1)).toThrow(SettingsError);
    expect(() => dataSourceOptions(url, 1)).toThrow(/DATABASE_URL must be/);
  });

  it.each([
    ['sqlite:data/parley.db', 'better-sqlite3'],
    ['sqlite:/tmp/parley.db', 'better-sqlite3'],
    ['sqlite:///tmp/parley.db', 'better-sqlite3'],
    ['mysql://root:secret@db.example:3306/parley', 'mysql'],
    ['mariadb://root@db.example/parley', 'mysql'],
  ])('take the database %s', (url, type) => {
    expect(dataSourceOptions(url, 1).type).toBe(type);
  });
});
