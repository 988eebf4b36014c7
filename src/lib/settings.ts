/** Every setting Parley reads from its environment, checked once at the start (README: configuration table). */
import proxyAddress from '@fastify/proxy-addr';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { folderBeside, storageOf } from './storage-url';

/** A setting that is missing or makes no sense. The message is meant for the operator, as it stands. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Of the five seconds that a stop may take: the rest is for answering what is under way. */
const MOST_DRAIN_MS = 2_000;

const optionalText = z
  .string()
  .optional()
  .transform((text) => (text === undefined || text.trim() === '' ? undefined : text.trim()));

const flag = optionalText.transform((text, check) => {
  if (text === undefined) return undefined;
  if (/^(1|true|yes|on)$/i.test(text)) return true;
  if (/^(0|false|no|off)$/i.test(text)) return false;
  check.addIssue({ code: 'custom', message: `must be true or false, not "${text}"` });
  return z.NEVER;
});

const count = (lowest: number, highest: number, preset: number) =>
  optionalText
    .transform((text) => (text === undefined ? preset : Number(text)))
    .pipe(z.number().int().min(lowest).max(highest));

const instant = optionalText.transform((text, check) => {
  if (text === undefined) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    check.addIssue({ code: 'custom', message: `must be an instant such as 2023-01-30T02:00:00Z` });
    return z.NEVER;
  }
});

const zone = optionalText.transform((text, check) => {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text ?? 'Asia/Shanghai')
      .timeZoneId;
  } catch {
    check.addIssue({ code: 'custom', message: `must be an IANA time zone such as Asia/Shanghai` });
    return z.NEVER;
  }
});

/** Days as a plain number ("90") or an ISO 8601 duration of days and hours ("P90D"); milliseconds come out. */
const retention = optionalText.transform((text, check) => {
  try {
    const iso = /^\d+$/.test(text ?? '') ? `P${text ?? ''}D` : (text ?? 'P90D');
    const hours = Temporal.Duration.from(iso).total('hours');
    if (hours <= 0) throw new RangeError('not positive');
    return hours * 3_600_000;
  } catch {
    check.addIssue({ code: 'custom', message: 'must be days, or a duration such as P90D' });
    return z.NEVER;
  }
});

const storage = optionalText.transform((text, check) => {
  if (text === undefined) return undefined;
  const named = storageOf(text);
  if (named !== null) return named;
  // Not the text itself: it may hold a secret.
  const message = 'must be a folder, or s3://KEY:SECRET@HOST:PORT/BUCKET?region=…&tls=…';
  check.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Items separated by commas. */
const list = optionalText.transform(
  (text) =>
    text
      ?.split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '') ?? [],
);

const proxies = list.transform((items, check) => {
  try {
    proxyAddress.compile(items);
    return items;
  } catch {
    const message = 'must be addresses or networks such as 10.0.0.0/8, separated by commas';
    check.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
});

/** 0 for no limit. */
const limit = (preset: number) => count(0, 1_000_000_000, preset);

const environment = z.object({
  NODE_ENV: optionalText,
  PORT: count(0, 65_535, 4000),
  HOST: optionalText,
  DATABASE_URL: optionalText,
  DATABASE_POOL: count(1, 500, 16),
  DATABASE_TIMEOUT_SECONDS: count(1, 3_600, 20),
  REDIS_URL: optionalText,
  AUTH_JWKS_URL: optionalText.pipe(
    z.url({ protocol: /^https?$/, error: 'must be the http(s) address of a key set' }).optional(),
  ),
  AUTH_ISSUER: optionalText,
  AUTH_AUDIENCE: optionalText,
  AUTH_SECRET: optionalText,
  SANDBOX: flag,
  SANDBOX_START: instant,
  PLATFORM_ZONE: zone,
  PLATFORM_CURRENCY: optionalText.pipe(
    z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a currency code such as CNY')
      .default('CNY'),
  ),
  INBOX_RETENTION: retention,
  EVIDENCE_URL: storage,
  SLOW_READER_SECONDS: count(1, 600, 10),
  ALLOWED_ORIGINS: list,
  TRUSTED_PROXIES: proxies,
  // A front end that opens bursts into some fifty requests, and a person goes on at a few per second.
  RATE_PER_VIEWER: limit(1_200),
  // An office, a school or a mobile network may share one.
  RATE_PER_ADDRESS: limit(12_000),
  SOCKETS_PER_VIEWER: limit(100),
  SOCKETS_PER_ADDRESS: limit(2_000),
  // Their bodies have 2 MiB at most; the database answers thousands per second.
  REQUESTS_AT_ONCE: limit(500),
  DRAIN_MS: optionalText
    .transform((text) => (text === undefined ? undefined : Number(text)))
    .pipe(z.number().int().min(0).max(MOST_DRAIN_MS).optional()),
  LOG_LEVEL: optionalText.pipe(
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  ),
});

export type Settings = ReturnType<typeof readSettings>;

/** How viewers prove who they are: an identity provider's keys, a shared secret, or the sandbox's own secret. */
export type SignInSettings =
  | { by: 'jwks'; url: string; issuer?: string; audience?: string }
  | { by: 'secret'; secret: string; issuer?: string; audience?: string }
  | { by: 'sandbox' };

type Environment = z.infer<typeof environment>;

function signInOf(env: Environment): SignInSettings {
  const claims = {
    ...(env.AUTH_ISSUER !== undefined && { issuer: env.AUTH_ISSUER }),
    ...(env.AUTH_AUDIENCE !== undefined && { audience: env.AUTH_AUDIENCE }),
  };
  if (env.AUTH_JWKS_URL !== undefined) return { by: 'jwks', url: env.AUTH_JWKS_URL, ...claims };
  if (env.AUTH_SECRET !== undefined) return { by: 'secret', secret: env.AUTH_SECRET, ...claims };
  return { by: 'sandbox' };
}

function refuseUnsafe(env: Environment, signIn: SignInSettings, sandbox: boolean): void {
  const production = env.NODE_ENV === 'production';
  if (production && env.SANDBOX === true)
    throw new SettingsError('SANDBOX cannot be on with NODE_ENV=production.');
  if (!sandbox && signIn.by === 'sandbox')
    throw new SettingsError(
      'No identity provider is configured: set AUTH_JWKS_URL (with AUTH_ISSUER and AUTH_AUDIENCE) or AUTH_SECRET.',
    );
  if (!sandbox && signIn.by === 'secret' && Buffer.byteLength(signIn.secret) < 32)
    throw new SettingsError('AUTH_SECRET must have at least 32 bytes.');
  if (!sandbox && env.SANDBOX_START !== undefined)
    throw new SettingsError('SANDBOX_START needs sandbox mode.');
}

function parse(variables: NodeJS.ProcessEnv): Environment {
  const parsed = environment.safeParse(variables);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new SettingsError(lines.join('; '));
}

/** How much anybody may take of a node; 0 for no limit. Rates are per minute. */
const limitsOf = (env: Environment) => ({
  trustedProxies: env.TRUSTED_PROXIES,
  ratePerViewer: env.RATE_PER_VIEWER,
  ratePerAddress: env.RATE_PER_ADDRESS,
  socketsPerViewer: env.SOCKETS_PER_VIEWER,
  socketsPerAddress: env.SOCKETS_PER_ADDRESS,
  requestsAtOnce: env.REQUESTS_AT_ONCE,
});

/** Reads the settings. Throws SettingsError in words an operator can act on. */
export function readSettings(variables: NodeJS.ProcessEnv) {
  const env = parse(variables);
  const signIn = signInOf(env);
  const production = env.NODE_ENV === 'production';
  const sandbox = env.SANDBOX ?? (signIn.by === 'sandbox' && !production);
  refuseUnsafe(env, signIn, sandbox);
  const databaseUrl = env.DATABASE_URL ?? 'sqlite:./data/parley.db';
  return {
    port: env.PORT,
    host: env.HOST ?? (sandbox ? '127.0.0.1' : '0.0.0.0'),
    databaseUrl,
    /** True when nobody chose a database: the newcomer's start, which brings an order to play with. */
    databaseIsDefault: env.DATABASE_URL === undefined,
    databasePool: env.DATABASE_POOL,
    /** Half to be silent, half to be asked: in all longer than waiting for a lock may take (10 s), and than any statement of ours. */
    databaseSilenceMs: env.DATABASE_TIMEOUT_SECONDS * 500,
    redisUrl: env.REDIS_URL,
    signIn,
    sandbox,
    sandboxStart: env.SANDBOX_START,
    zone: env.PLATFORM_ZONE,
    currency: env.PLATFORM_CURRENCY,
    inboxRetentionMs: env.INBOX_RETENTION,
    evidence: env.EVIDENCE_URL ?? folderBeside(databaseUrl),
    /** IN-5: a phone in a tunnel may need some seconds; resuming costs it nothing. */
    slowReaderMs: env.SLOW_READER_SECONDS * 1_000,
    allowedOrigins: env.ALLOWED_ORIGINS,
    limits: limitsOf(env),
    /** How long a node that was told to stop goes on serving, so that load balancers notice. */
    drainMs: env.DRAIN_MS ?? (sandbox ? 0 : 1_000),
    production,
    logLevel: env.LOG_LEVEL,
    /** Introspection and GraphiQL: always in a sandbox; in production for staff only. */
    introspection: sandbox,
  };
}
