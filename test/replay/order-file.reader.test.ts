import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOrderFile } from '../../src/replay/order-file.reader';

const HEADER =
  'order_no,seller_id,buyer_id,status,paid_at,ship_by,picked_up_at,delivered_at,amount,items';
const ROW = 'A1,S1,B1,shipped,2023-01-30 10:00:00,2023-02-01 10:00:00,2023-01-31 08:00:00,,64.90,1';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'parley-test-'))));
afterAll(() => rm(folder, { recursive: true }));

async function read(...lines: string[]) {
  return readText(lines.join('\n'));
}

async function readText(text: string | Buffer) {
  const path = join(folder, 'orders.csv');
  await writeFile(path, text);
  return readOrderFile(path);
}

/** A row with one column changed. */
function rowWith(column: string, value: string): string {
  const fields = ROW.split(',');
  fields[HEADER.split(',').indexOf(column)] = value;
  return fields.join(',');
}

describe('a file of orders', () => {
  it('TM-2 tells the wall clock of the platform zone', async () => {
    const { rows, unreadable } = await read(HEADER, ROW);
    expect(unreadable).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        orderNo: 'A1',
        sellerId: 'S1',
        buyerId: 'B1',
        paidAt: Date.parse('2023-01-30T02:00:00Z'),
        shipBy: Date.parse('2023-02-01T02:00:00Z'),
        pickedUpAt: Date.parse('2023-01-31T00:00:00Z'),
        deliveredAt: undefined,
        amountMinor: 6490,
        items: 1,
      },
    ]);
  });

  it('may come with CRLF, a byte order mark, quotes, blanks, empty lines and no end of line', async () => {
    const quoted = ROW.split(',')
      .map((field) => `"${field}"`)
      .join(', ');
    const { rows, unreadable } = await readText(`\uFEFF${HEADER}\r\n\r\n${quoted}\r\n${ROW}`);
    expect(unreadable).toEqual([]);
    expect(rows.map(({ line, orderNo }) => [line, orderNo])).toEqual([
      [3, 'A1'],
      [4, 'A1'],
    ]);
  });

  it('may quote commas, quotes and line breaks in a key', async () => {
    const { rows } = await read(HEADER, rowWith('order_no', '"A,""1""\nx"'), ROW);
    expect(rows.map(({ orderNo }) => orderNo)).toEqual(['A,"1"\nx', 'A1']);
  });

  it('may order its columns as it likes, leave status out and have more of them', async () => {
    const columns = [...HEADER.split(',').filter((name) => name !== 'status'), 'note'].reverse();
    const known = Object.fromEntries(
      HEADER.split(',').map((name, place) => [name, ROW.split(',')[place]]),
    );
    const { rows } = await read(
      columns.join(','),
      columns.map((name) => known[name] ?? 'x').join(','),
    );
    expect(rows).toEqual((await read(HEADER, ROW)).rows);
  });

  it('may hold no order', async () => {
    expect(await read(HEADER)).toEqual({ rows: [], unreadable: [] });
  });

  it.each([
    ['64.90', 6490],
    ['0.29', 29],
    ['3', 300],
    ['3.5', 350],
    ['0.00', 0],
    ['90071992547409.91', 9_007_199_254_740_991],
  ])('knows that %s is %d minor units', async (amount, minor) => {
    expect((await read(HEADER, rowWith('amount', amount))).rows[0]?.amountMinor).toBe(minor);
  });

  it.each([
    ['order_no', '', 'order_no is empty'],
    ['seller_id', '', 'seller_id is empty'],
    ['buyer_id', '  ', 'buyer_id is empty'],
    ['paid_at', '', 'paid_at is "", expected YYYY-MM-DD HH:MM:SS'],
    ['ship_by', '2023-02-01', 'ship_by is "2023-02-01", expected YYYY-MM-DD HH:MM:SS'],
    [
      'paid_at',
      '2023-01-30T10:00:00Z',
      'paid_at is "2023-01-30T10:00:00Z", expected YYYY-MM-DD HH:MM:SS',
    ],
    [
      'paid_at',
      '2023-02-30 10:00:00',
      'paid_at is "2023-02-30 10:00:00", expected a time that exists',
    ],
    [
      'picked_up_at',
      '2023-01-31 24:00:00',
      'picked_up_at is "2023-01-31 24:00:00", expected a time that exists',
    ],
    ['delivered_at', 'never', 'delivered_at is "never", expected YYYY-MM-DD HH:MM:SS'],
    ['amount', '64,9', 'has 11 fields, the first line 10'],
    ['amount', '-1.00', 'amount is "-1.00", expected an amount such as 64.90'],
    ['amount', '1.005', 'amount is "1.005", expected an amount such as 64.90'],
    ['amount', '', 'amount is "", expected an amount such as 64.90'],
    [
      'amount',
      '90071992547409.92',
      'amount is "90071992547409.92", expected an amount such as 64.90',
    ],
    ['items', '0', 'items is "0", expected a number from 1 on'],
    ['items', '1.5', 'items is "1.5", expected a number from 1 on'],
  ])('names the line when %s is "%s", and keeps the rest', async (column, value, what) => {
    const { rows, unreadable } = await read(HEADER, ROW, rowWith(column, value), ROW);
    expect(unreadable).toEqual([{ line: 3, what }]);
    expect(rows.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('drops a fraction of a second', async () => {
    const { rows } = await read(HEADER, rowWith('paid_at', '2023-01-30 10:00:00.900'));
    expect(rows[0]?.paidAt).toBe(Date.parse('2023-01-30T02:00:00Z'));
  });
});

describe('a file that is none', () => {
  it('says what is missing in the first line', async () => {
    await expect(read('order_no,seller_id,buyer_id,paid_at,ship_by', ROW)).rejects.toThrow(
      'its first line lacks the columns picked_up_at, delivered_at, amount, items',
    );
  });

  it('says that a column is named twice', async () => {
    await expect(read(`${HEADER},items`, `${ROW},2`)).rejects.toThrow('names a column twice');
  });

  it('says that it is empty', async () => {
    await expect(readText('')).rejects.toThrow('it is empty');
  });

  it('says where a quote is never closed', async () => {
    await expect(read(HEADER, ROW, rowWith('order_no', '"A1'))).rejects.toThrow(
      /is not CSV: .*quot.*line 3/i,
    );
  });

  it('says that it does not exist', async () => {
    await expect(readOrderFile(join(folder, 'missing.csv'))).rejects.toThrow(
      /no such file.*missing\.csv/,
    );
  });
});
