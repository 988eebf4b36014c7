/** Parameters for both drivers: lists unfold in place, so `IN (?)` works everywhere. */

export type Scalar = string | number | boolean | null;
export type Value = Scalar | readonly Scalar[];

/**
 * Unfolds list parameters. An empty list becomes `NULL`, which no value equals. The SQL may hold no literal question mark.
 */
export function withParameters(sql: string, parameters: readonly Value[]): [string, Scalar[]] {
  if (!parameters.some(Array.isArray)) return [sql, parameters as Scalar[]];
  const parts = sql.split('?');
  const values: Scalar[] = [];
  const text = parts.reduce((before, part, index) => {
    const parameter = parameters[index - 1] as Value;
    if (!Array.isArray(parameter)) {
      values.push(parameter as Scalar);
      return `${before}?${part}`;
    }
    values.push(...(parameter as Scalar[]));
    return before + (parameter.length === 0 ? 'NULL' : parameter.map(() => '?').join(',')) + part;
  });
  return [text, values];
}

/** `(?,?),(?,?)` for so many rows of so many columns. */
export function rowsOfMarks(rows: number, columns: number): string {
  const row = `(${Array.from({ length: columns }, () => '?').join()})`;
  return rows === 0 ? '' : `${row},`.repeat(rows - 1) + row;
}
