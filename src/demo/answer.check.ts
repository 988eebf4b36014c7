import { isDeepStrictEqual } from 'node:util';

/** The API answered, or a screen showed, something else than the rules say. */
export class AnswerDiffers extends Error {
  override readonly name = 'AnswerDiffers';
}

/**
 * Compares what was expected, field by field, with what came; fields that are not named may be
 * anything. Throws {@link AnswerDiffers} with every field that differs.
 */
export function checkAnswer(what: string, actual: unknown, expected: object): void {
  const lines = differences(actual, expected, []);
  if (lines.length > 0)
    throw new AnswerDiffers([`${what} differs from the rules:`, ...lines].join('\n'));
}

function differences(actual: unknown, expected: unknown, path: readonly string[]): string[] {
  if (!isNested(expected))
    return isDeepStrictEqual(actual, expected) ? [] : [difference(actual, expected, path)];
  const fields = isNested(actual) ? actual : {};
  return Object.entries(expected).flatMap(([name, value]) =>
    differences(fields[name], value, [...path, name]),
  );
}

function difference(actual: unknown, expected: unknown, path: readonly string[]): string {
  return `  ${path.join('.')}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
