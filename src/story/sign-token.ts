import { SignJWT } from 'jose';

/** Who a token speaks for (AC-1). A buyer's `sub` is the buyerId of the orders, a seller's the seatId. */
export type Person =
  | { readonly role: 'SYSTEM' | 'PLATFORM' | 'BUYER'; readonly sub: string }
  | { readonly role: 'SELLER'; readonly sub: string; readonly shop: string };

/** Tokens live by real time (TM-1): a day is longer than any story. */
const LIFETIME = '24h';

/** Signs a sign-in token as the identity provider would, with the secret the server was started with. */
export function signToken(secret: string, person: Person): Promise<string> {
  const { sub, ...claims } = { ...person, ...ownersPermissions(person) };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setIssuedAt()
    .setExpirationTime(LIFETIME)
    .sign(new TextEncoder().encode(secret));
}

/** Sellers of a story own their shop. */
function ownersPermissions(person: Person): { permissions?: readonly string[] } {
  return person.role === 'SELLER' ? { permissions: ['owner'] } : {};
}
