import { SignJWT } from 'jose';
import { expand, Role, type Viewer } from '../../src/lib/viewer';

/** Who acts in a test: what the identity provider would put into the token. */
export interface Person {
  readonly role: Role;
  readonly sub: string;
  readonly shop?: string;
  readonly permissions?: readonly string[];
}

export const system: Person = { role: Role.SYSTEM, sub: 'back-end' };
export const staff: Person = { role: Role.PLATFORM, sub: 'staff-1' };
export const buyer = (sub = 'buyer-1'): Person => ({ role: Role.BUYER, sub });
export const seller = (
  shop = 'shop-1',
  permissions: readonly string[] = ['owner'],
  sub = `${shop}-seat`,
): Person => ({ role: Role.SELLER, sub, shop, permissions });

/** Signs a token; real time decides when it ends (TM-1). */
export function tokenOf(person: Person, secret: string, lifetimeSeconds = 3_600): Promise<string> {
  const { sub, ...claims } = person;
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime(Math.floor(Date.now() / 1_000) + lifetimeSeconds)
    .sign(new TextEncoder().encode(secret));
}

/** The viewer a person is once signed in, for commands called without a door. */
export const viewerOf = ({ role, sub, shop, permissions = [] }: Person): Viewer => ({
  role,
  sub,
  shop: shop ?? null,
  permissions: role === Role.SELLER ? expand(permissions) : [],
  expiresAt: Number.MAX_SAFE_INTEGER,
});
