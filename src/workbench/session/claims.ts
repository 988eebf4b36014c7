/** What a token says of itself. The server alone judges it; here it only tells one person from another, and when to renew. */
interface Claims {
  readonly sub?: unknown;
  readonly role?: unknown;
  readonly shop?: unknown;
  readonly exp?: unknown;
}

function claimsOf(token: string): Claims {
  const payload = token.split('.')[1] ?? '';
  try {
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as Claims;
  } catch {
    return {}; // no JWT: the server will say so
  }
}

/** The same for every token of the same person in the same role and shop. */
export function personOf(token: string): string {
  const { sub, role, shop } = claimsOf(token);
  return sub === undefined ? token : JSON.stringify([sub, role, shop]);
}

/** When it ends, in milliseconds by real time; undefined where it does not say. */
export function endOf(token: string): number | undefined {
  const { exp } = claimsOf(token);
  return typeof exp === 'number' ? exp * 1_000 : undefined;
}
