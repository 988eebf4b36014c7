/** Tokens for playing: one viewer of each role, good for 30 days of real time. Sandbox mode only. */
import { SignJWT, type JWTPayload } from 'jose';
import { realTime } from '../lib/clock';
import { Permission, Role } from '../lib/viewer';

export const DEMO_SHOP = 'demo-shop';
export const DEMO_BUYER = 'demo-buyer';

const VIEWERS = {
  seller: {
    sub: 'demo-seller',
    role: Role.SELLER,
    shop: DEMO_SHOP,
    permissions: [Permission.owner],
  },
  buyer: { sub: DEMO_BUYER, role: Role.BUYER },
  platform: { sub: 'demo-staff', role: Role.PLATFORM },
  system: { sub: 'demo-back-end', role: Role.SYSTEM },
} satisfies Record<string, JWTPayload>;

export type DemoViewer = keyof typeof VIEWERS;

const LIFETIME_S = 30 * 86_400;

const sign = (claims: JWTPayload, key: Uint8Array): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(realTime() / 1_000) + LIFETIME_S)
    .sign(key);

export async function demoTokens(
  secret: string,
  claims: { issuer?: string; audience?: string },
): Promise<Record<DemoViewer, string>> {
  const key = new TextEncoder().encode(secret);
  const { issuer: iss, audience: aud } = claims;
  const shared = { ...(iss !== undefined && { iss }), ...(aud !== undefined && { aud }) };
  const signed = Object.entries(VIEWERS).map(async ([name, viewer]) => [
    name,
    await sign({ ...viewer, ...shared }, key),
  ]);
  return Object.fromEntries(await Promise.all(signed)) as Record<DemoViewer, string>;
}
