/** AC-1: whose rows a viewer sees, as SQL on tables that name their buyer and their shop. */
import { oneEach } from '../lib/keyed';
import { revive, selectWithOwner, type EntityClass, type Owner } from '../lib/rows';
import { Role, type Viewer } from '../lib/viewer';
import type { Finder, Owned } from './context';
import type { ReadEach } from './together';

export interface Sight {
  readonly where: string;
  readonly values: string[];
}

export function sightOf(viewer: Viewer): Sight {
  if (viewer.role === Role.BUYER) return { where: 'buyer_id = ?', values: [viewer.sub] };
  if (viewer.role === Role.SELLER) return { where: 'shop_key = ?', values: [viewer.shop ?? ''] };
  return { where: '1 = 1', values: [] };
}

/** AC-5: which lines of history are left out for a viewer, as SQL. */
export const openHistory = (viewer: Viewer): string =>
  viewer.role === Role.BUYER ? 'confidential = 0' : '1 = 1';

/** The same check on a row at hand. */
export function sees(viewer: Viewer, row: Owner): boolean {
  if (viewer.role === Role.BUYER) return row.buyerId === viewer.sub;
  if (viewer.role === Role.SELLER) return row.shopKey === viewer.shop;
  return true;
}

/**
 * Rows by id, and null for what is not the viewer's. Others refer to them by `reference`; `tail` asks by `IN (?)` in tables that name
 * their buyer and their shop. Who looks for some in the same moment shares a statement, so a row is judged when it is here and not by the
 * statement.
 */
export function seenById<E extends { id: string }>(
  entity: EntityClass<E>,
  reference: string,
  tail: string,
): Finder<E | null> {
  const read: ReadEach<string, Owned<E> | null> = async (source, ids) => {
    const rows = await selectWithOwner(source, entity, tail, [ids]);
    return oneEach(ids, rows, ([{ id }]) => id);
  };
  const shown = (viewer: Viewer, [row, owner]: Owned): E | null =>
    sees(viewer, owner) ? (row as E) : null;
  return {
    reference,
    read,
    shown,
    revive: (row) => revive(entity, row),
    async find(source, viewer, ids) {
      const found = await source.loadAll(read, ids);
      return found.map((owned) => owned && shown(viewer, owned));
    },
  };
}
