/** How a follower waits and gives up; both have defaults that suit a browser. */
export interface RetryPolicy {
  /** Milliseconds to wait before the given attempt (0 is the first after something arrived). */
  readonly waitMs: (attempt: number) => number;
  /** Whether trying again cannot help; the default is {@link isFatal}. */
  readonly isFatal: (reason: unknown) => boolean;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/**
 * Doubling from 250 ms to 30 s, of which a random half is waited: after a server restart (1012)
 * all its clients come back, and they should not come in the same moment.
 */
export function jitteredWaitMs(attempt: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
  return full / 2 + (Math.random() * full) / 2;
}

/** Close codes after which the same client would only be closed again: bad request, no sign-in, wrong protocol. */
const FATAL_CLOSE_CODES: readonly unknown[] = [4400, 4401, 4406];

/** Refusals that stay refusals. Exhausted limits, lost capacity and faults are not among them. */
const FATAL_ERROR_CODES: readonly unknown[] = [
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'DOCUMENT_TOO_LARGE',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INVALID_INPUT',
  'NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_TOO_COSTLY',
  'UNAUTHENTICATED',
];

/**
 * Whether `reason` (a close event, GraphQL errors, or anything thrown) is final. A slow subscriber's
 * 1013, a draining server's 1012 and an ended right's 4403 are not (IN-5): the next connection may
 * bring a fresh token.
 */
export function isFatal(reason: unknown): boolean {
  if (Array.isArray(reason)) return reason.some(isFinalRefusal);
  return isObject(reason) && FATAL_CLOSE_CODES.includes(reason['code']);
}

/** An error without a code comes from graphql-js: the document itself is wrong. */
function isFinalRefusal(error: unknown): boolean {
  const extensions = isObject(error) ? error['extensions'] : undefined;
  const code = isObject(extensions) ? extensions['code'] : undefined;
  return code === undefined || FATAL_ERROR_CODES.includes(code);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
