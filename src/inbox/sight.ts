/** AC-1: whose rows a viewer sees, as SQL on tables that name their buyer and their shop. */
import { Role, type Viewer } from '../lib/viewer';

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
export function sees(viewer: Viewer, row: { buyerId: string | null; shopKey: string }): boolean {
  if (viewer.role === Role.BUYER) return row.buyerId === viewer.sub;
  if (viewer.role === Role.SELLER) return row.shopKey === viewer.shop;
  return true;
}
