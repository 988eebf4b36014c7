/** DateTime, LocalDate and Long: what crosses the wire (domain.md §10). */
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { Temporal } from 'temporal-polyfill';
import { rfc3339 } from './time';

const bad = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
/** Wide enough for every order, narrow enough that a deadline after it still has a four-digit year. */
const EARLIEST = Date.UTC(1900, 0, 1);
export const LATEST = Date.UTC(2999, 11, 31, 23, 59, 59, 999);

function parseInstant(value: unknown): number {
  if (typeof value !== 'string' || !RFC_3339.test(value))
    throw bad('DateTime must be RFC 3339 with a zone, such as 2023-01-30T02:00:00Z.');
  const instant = instantOf(value.toUpperCase());
  if (instant < EARLIEST || instant > LATEST)
    throw bad('DateTime must lie in the years 1900 to 2999.');
  return instant;
}

function instantOf(text: string): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw bad('DateTime names no instant of the calendar.');
  }
}

function parseDay(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value))
    throw bad('LocalDate must be YYYY-MM-DD.');
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' }).toString();
  } catch {
    throw bad('LocalDate names no day of the calendar.');
  }
}

function parseLong(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw bad('Long must be a whole number between -2^53 and 2^53.');
  return value;
}

const textOf = (node: ValueNode): unknown => (node.kind === Kind.STRING ? node.value : undefined);
const wholeOf = (node: ValueNode): unknown =>
  node.kind === Kind.INT ? Number(node.value) : undefined;

export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description: 'An instant, RFC 3339 in UTC: `2023-02-05T15:59:59Z`. Inputs may carry any offset.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time',
  serialize: (value) => rfc3339(value as number),
  parseValue: parseInstant,
  parseLiteral: (node) => parseInstant(textOf(node)),
});

export const LocalDate = new GraphQLScalarType<string, string>({
  name: 'LocalDate',
  description: 'A calendar day in the platform zone: `2023-02-05`.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/local-date',
  serialize: (value) => value as string,
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(textOf(node)),
});

export const Long = new GraphQLScalarType<number, number>({
  name: 'Long',
  description: 'A whole number below 2^53, as a JSON number.',
  serialize: (value) => value as number,
  parseValue: parseLong,
  parseLiteral: (node) => parseLong(wholeOf(node)),
});
