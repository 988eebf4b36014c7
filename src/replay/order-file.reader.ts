import { createReadStream, type ReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { COLUMNS, orderRowOf, RowError, type Fields, type OrderRow } from './order.row';

/** What a file holds: its orders, and the rows that cannot be understood. */
export interface OrderFile {
  readonly rows: readonly OrderRow[];
  readonly unreadable: readonly { readonly line: number; readonly what: string }[];
}

/** The file as a whole cannot be read: it is missing, no CSV, or lacks a column. */
export class OrderFileError extends Error {
  override readonly name = 'OrderFileError';
}

interface CsvRecord {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/** Where each column stands, and how many there are. */
interface Header {
  readonly places: ReadonlyMap<string, number>;
  readonly width: number;
}

/** Reads a file of orders; the format is described in this folder's README. Throws {@link OrderFileError}. */
export async function readOrderFile(path: string): Promise<OrderFile> {
  const file = { rows: [] as OrderRow[], unreadable: [] as { line: number; what: string }[] };
  const input = createReadStream(path);
  try {
    await collect(recordsOf(input), file);
  } catch (failure) {
    throw fileErrorOf(failure, path);
  } finally {
    input.destroy();
  }
  return file;
}

function recordsOf(input: ReadStream): AsyncIterable<CsvRecord> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  // A pipe does not pass errors on.
  input.once('error', (failure) => parser.destroy(failure));
  return input.pipe(parser) as AsyncIterable<CsvRecord>;
}

async function collect(
  records: AsyncIterable<CsvRecord>,
  { rows, unreadable }: { rows: OrderRow[]; unreadable: { line: number; what: string }[] },
): Promise<void> {
  let header: Header | undefined;
  for await (const { record, info } of records) {
    if (!header) {
      header = headerOf(record);
      continue;
    }
    const row = rowOrProblem(info.lines, record, header);
    if (typeof row === 'string') unreadable.push({ line: info.lines, what: row });
    else rows.push(row);
  }
  if (!header)
    throw new OrderFileError('it is empty; a line with the names of the columns is needed');
}

function headerOf(names: readonly string[]): Header {
  const places = new Map(names.map((name, place) => [name.toLowerCase(), place]));
  const missing = COLUMNS.filter((column) => !places.has(column));
  if (missing.length > 0)
    throw new OrderFileError(`its first line lacks the columns ${missing.join(', ')}`);
  if (places.size < names.length) throw new OrderFileError('its first line names a column twice');
  return { places, width: names.length };
}

function rowOrProblem(line: number, record: readonly string[], header: Header): OrderRow | string {
  if (record.length !== header.width)
    return `has ${record.length} fields, the first line ${header.width}`;
  try {
    return orderRowOf(line, fieldsOf(record, header));
  } catch (failure) {
    if (failure instanceof RowError) return failure.message;
    throw failure;
  }
}

function fieldsOf(record: readonly string[], { places }: Header): Fields {
  const entries = COLUMNS.map((column) => [column, record[places.get(column) ?? -1] ?? '']);
  return Object.fromEntries(entries) as Fields;
}

/** Says in a sentence what csv-parse and the file system say in codes; anything else is a bug and stays one. */
function fileErrorOf(failure: unknown, path: string): unknown {
  if (failure instanceof OrderFileError) return new OrderFileError(`${path}: ${failure.message}`);
  if (failure instanceof CsvError)
    return new OrderFileError(`${path} is not CSV: ${failure.message}`);
  if (failure instanceof Error && 'syscall' in failure) return new OrderFileError(failure.message);
  return failure;
}
