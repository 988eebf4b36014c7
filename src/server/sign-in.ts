/** From a bearer token to a viewer (domain.md §10, sign-in). jose: the standard's own shape, no dependencies, maintained. */
import { hash } from 'node:crypto';
import {
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type CryptoKey,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { realTime } from '../lib/clock';
import { checkKey } from '../lib/check';
import type { SignInSettings } from '../lib/settings';
import { expand, Role, type Viewer } from '../lib/viewer';

/** The token is missing, wrong or over. The message is safe to show. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
}

/** The identity provider's keys cannot be had right now: not the viewer's fault. */
export class SignInUnavailable extends Error {
  override readonly name = 'SignInUnavailable';
}

/** What inputs take as a key, and nothing the database would store as another one's. */
const key = z.string().refine((text) => checkKey('key', text).length === 0);

const claims = z
  .object({
    sub: key,
    role: z.enum(Role),
    shop: key.optional(),
    permissions: z.array(z.string()).default([]),
    exp: z.number(),
  })
  .refine(({ role, shop }) => role !== Role.SELLER || shop !== undefined, {
    message: 'a SELLER token needs a shop',
  });

const NONE: readonly never[] = [];

export type SignIn = (token: string) => Promise<Viewer>;

type Verify = (token: string) => Promise<unknown>;

const ASYMMETRIC = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
];

const HS256 = { name: 'HMAC', hash: 'SHA-256' };

function verifier(settings: SignInSettings, sandboxSecret: string): Verify {
  const options: JWTVerifyOptions = { requiredClaims: ['exp'] };
  if (settings.by !== 'sandbox' && settings.issuer !== undefined) options.issuer = settings.issuer;
  if (settings.by !== 'sandbox' && settings.audience !== undefined)
    options.audience = settings.audience;
  if (settings.by === 'jwks') {
    const keys: JWTVerifyGetKey = createRemoteJWKSet(new URL(settings.url));
    return async (token) =>
      (await jwtVerify(token, keys, { ...options, algorithms: ASYMMETRIC })).payload;
  }
  const secret = hmacKey(settings.by === 'secret' ? settings.secret : sandboxSecret);
  return async (token) =>
    (await jwtVerify(token, await secret, { ...options, algorithms: ['HS256'] })).payload;
}

/** Of bytes jose would make a key again for each token. */
const hmacKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HS256, false, ['verify']);

/** Verified tokens known, so that a busy front end costs one verification: by their digests, as they are secrets, and long. */
const KEPT_TOKENS = 10_000;

export function openSignIn(settings: SignInSettings, sandboxSecret: string): SignIn {
  const verify = verifier(settings, sandboxSecret);
  const known = new LRUCache<string, Viewer>({ max: KEPT_TOKENS });
  return async (token) => {
    const digest = hash('sha256', token, 'base64url');
    const viewer = known.get(digest) ?? viewerOf(await verified(verify, token));
    if (viewer.expiresAt <= realTime()) throw new SignInError('The token has expired.');
    known.set(digest, viewer);
    return viewer;
  };
}

/** No answer, or none that is a key set; jose has no class of its own for an answer that is not 200 or no JSON. */
const isProvidersFault = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code);

async function verified(verify: Verify, token: string): Promise<unknown> {
  try {
    return await verify(token);
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new SignInError('The token has expired.');
    if (isProvidersFault(error))
      throw new SignInUnavailable('The identity provider cannot be reached.', { cause: error });
    throw new SignInError('The token is not valid.');
  }
}

function viewerOf(payload: unknown): Viewer {
  const parsed = claims.safeParse(payload);
  if (!parsed.success)
    throw new SignInError('The token lacks claims: sub, role, exp, and shop for sellers.');
  const { sub, role, shop, permissions, exp } = parsed.data;
  const isSeller = role === Role.SELLER;
  return {
    sub,
    role,
    shop: isSeller ? (shop ?? null) : null,
    permissions: isSeller ? expand(permissions) : NONE,
    expiresAt: exp * 1_000,
  };
}

/** The token of an `Authorization: Bearer …` value; undefined when there is none. */
export function bearerOf(authorization: unknown): string | undefined {
  if (authorization === undefined || authorization === null || authorization === '')
    return undefined;
  const [, token] =
    /^Bearer\s+(\S+)\s*$/i.exec(typeof authorization === 'string' ? authorization : '') ?? [];
  if (token === undefined) throw new SignInError('authorization must be "Bearer <token>".');
  return token;
}
