import { writeFile } from 'node:fs/promises';
import type { Call } from '../story';

/** An order as the API tells it in the end. */
export interface OrderNode {
  readonly id: string;
  readonly orderNo: string;
  readonly shop: { readonly shopId: string };
  readonly sla: 'RUNNING' | 'MET' | 'BREACHED' | 'VOID';
  readonly shipBy: string;
  readonly pickedUpAt: string | null;
  readonly proposals: readonly {
    readonly status: 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'EXPIRED' | 'VOIDED';
  }[];
  readonly compensations: readonly {
    readonly kind: 'AUTOMATIC' | 'COMPLAINT';
    readonly status: 'PAID' | 'REVERSED';
    readonly amount: { readonly amountMinor: number };
  }[];
}

interface OrdersPage {
  readonly orders: {
    readonly edges: readonly { readonly node: OrderNode }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const ORDERS = `query Orders($after: String) {
  orders(first: 100, after: $after) {
    edges { node {
      id orderNo shop { shopId } sla shipBy pickedUpAt
      proposals { status } compensations { kind status amount { amountMinor } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Reads the given orders back, page by page, among all the viewer sees, until all are found. */
export async function readBack(call: Call, ids: ReadonlySet<string>): Promise<OrderNode[]> {
  const found: OrderNode[] = [];
  let after: string | null = null;
  let hasMore = true;
  while (hasMore && found.length < ids.size) {
    const { orders }: OrdersPage = await call<OrdersPage>(ORDERS, { after });
    found.push(...orders.edges.map(({ node }) => node).filter(({ id }) => ids.has(id)));
    after = orders.pageInfo.endCursor;
    hasMore = orders.pageInfo.hasNextPage;
  }
  return found;
}

/** Writes what became of each order: one JSON object a line, as the README of this folder describes it. */
export async function writeResult(path: string, orders: readonly OrderNode[]): Promise<void> {
  await writeFile(path, orders.map((order) => `${JSON.stringify(resultOf(order))}\n`).join(''));
}

function resultOf(order: OrderNode): object {
  const { shop, orderNo, sla, shipBy, proposals } = order;
  const compensationMinor = automaticOf(order).reduce((sum, amountMinor) => sum + amountMinor, 0);
  const card = proposals[0]?.status ?? null;
  return { shopId: shop.shopId, orderNo, sla, shipBy, compensationMinor, card };
}

/** The automatic compensations the buyer has, in minor units; what was taken back is not among them. */
export const automaticOf = ({ compensations }: OrderNode): number[] =>
  compensations
    .filter(({ kind, status }) => kind === 'AUTOMATIC' && status === 'PAID')
    .map(({ amount }) => amount.amountMinor);
