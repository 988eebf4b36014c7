/** Who asks or acts (domain.md §1). */
import { createHash } from 'node:crypto';
import { registerEnumType } from 'type-graphql';

export enum Role {
  BUYER = 'BUYER',
  SELLER = 'SELLER',
  PLATFORM = 'PLATFORM',
  SYSTEM = 'SYSTEM',
}

registerEnumType(Role, {
  name: 'Role',
  valuesConfig: {
    BUYER: { description: 'One consumer.' },
    SELLER: { description: 'A seat, owner or staff, of one shop.' },
    PLATFORM: { description: 'Marketplace staff.' },
    SYSTEM: { description: "The marketplace's own back end and carriers' feeds." },
  },
});

/** Named as in tokens (domain.md §10). */
export enum Permission {
  owner = 'owner',
  proposals = 'proposals',
  tickets = 'tickets',
  reports = 'reports',
  chat = 'chat',
}

registerEnumType(Permission, {
  name: 'Permission',
  description: 'What a seat may do. Permissions limit acts, never sight (AC-2).',
  valuesConfig: {
    owner: { description: 'Everything, and managing seats.' },
    proposals: { description: 'Send shipping proposals.' },
    tickets: { description: 'Handle tickets.' },
    reports: { description: 'Submit deadline reports.' },
    chat: { description: 'Write messages.' },
  },
});

/** In the order they are shown; `owner` has all of them. */
export const PERMISSIONS = Object.values(Permission);

export interface Viewer {
  readonly role: Role;
  /** A buyer's buyerId, a seller's seatId, else a name the identity provider chose. */
  readonly sub: string;
  /** The marketplace's own key of the seller's shop. */
  readonly shop: string | null;
  /** AC-2: what the token grants ∩ what the seat registry grants. */
  readonly permissions: readonly Permission[];
  /** Real time in milliseconds at which the token ends (TM-1). */
  readonly expiresAt: number;
}

/** AC-2: `owner` stands for every permission. */
export function expand(permissions: readonly string[]): Permission[] {
  if (permissions.includes(Permission.owner)) return PERMISSIONS;
  return PERMISSIONS.filter((permission) => permissions.includes(permission));
}

/** AC-2: permissions = those in the token ∩ those in the registry. */
export function intersect(token: readonly string[], registry: readonly string[]): Permission[] {
  const granted = expand(registry);
  return expand(token).filter((permission) => granted.includes(permission));
}

export const may = (viewer: Viewer, permission: Permission): boolean =>
  viewer.role === Role.SELLER && viewer.permissions.includes(permission);

/** One person in one role, as a key of fixed length: owns read marks and idempotency keys. */
export const personOf = ({ role, shop, sub }: Viewer): string =>
  createHash('sha256')
    .update(JSON.stringify([role, shop, sub]))
    .digest('base64url');
