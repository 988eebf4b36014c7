import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The columns of a row that matter to a test; times are `DD HH:MM:SS` of January 2023, in Shanghai. */
export interface CsvOrder {
  readonly order?: string;
  readonly seller?: string;
  readonly buyer?: string;
  readonly paid?: string;
  readonly shipBy?: string;
  readonly pickedUp?: string;
  readonly delivered?: string;
  readonly items?: number;
}

const HEADER =
  'order_no,seller_id,buyer_id,status,paid_at,ship_by,picked_up_at,delivered_at,amount,items';

/** A file of orders like any other; a test names what matters to it. */
export function csvOf(orders: readonly CsvOrder[]): string {
  return [HEADER, ...orders.map(rowOf)].join('\n');
}

function rowOf(given: CsvOrder, index: number): string {
  const { order = `A${index}`, seller = 'S1', buyer = 'B1', items = 1 } = given;
  const { paid = '10 10:00:00', shipBy = '12 10:00:00', pickedUp, delivered } = given;
  const times = [paid, shipBy, pickedUp, delivered].map((time) => (time ? `2023-01-${time}` : ''));
  return [order, seller, buyer, 'shipped', ...times, '64.90', items].join(',');
}

/** Writes the text to a file that is there while `use` runs. */
export async function withFile<Result>(
  text: string,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-'));
  try {
    const path = join(folder, 'orders.csv');
    await writeFile(path, text);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
