/** What a client learns of an error: broken requests and refusals as they are, faults masked, with a stable code. */
import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Log } from '../lib/log';
import { isUnavailable } from '../lib/retry';
import { SignInError, SignInUnavailable } from './sign-in';

/** Errors of ours and of the request carry a code; whatever has none, or another cause, is a fault. */
const SHOWN = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'DOCUMENT_TOO_LARGE',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_TOO_COSTLY',
  'PAYLOAD_TOO_LARGE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'RATE_LIMITED',
  'REQUEST_TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'TOO_MANY_OPERATIONS',
  'UNAUTHENTICATED',
  'UNSUPPORTED_MEDIA_TYPE',
]);

/** An error of this class as a GraphQL error with a code and the HTTP status that goes with it. */
export function asGraphQLError(error: unknown): GraphQLError | undefined {
  if (error instanceof SignInError) return failure(error.message, 'UNAUTHENTICATED', 401);
  if (error instanceof SignInUnavailable || isUnavailable(error))
    return failure(
      'Parley cannot answer right now. Try again in a moment.',
      'SERVICE_UNAVAILABLE',
      503,
    );
  return error instanceof GraphQLError ? error : undefined;
}

export const failure = (message: string, code: string, status: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

/** A failure that is over after so many seconds. */
const passing = (message: string, code: string, status: number, retryAfter: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status }, retryAfter } });

export const rateLimited = (seconds: number): GraphQLError =>
  passing(`Too many requests: wait ${String(seconds)} s.`, 'RATE_LIMITED', 429, seconds);

/** What is under way is answered first, which mostly takes less than a second. */
export const overloaded = (): GraphQLError =>
  passing('Parley has too much to do right now.', 'SERVICE_UNAVAILABLE', 503, 1);

/** Whatever has no business being thrown: masked and logged by `publicError`. */
export const faultOf = (error: unknown): GraphQLError =>
  new GraphQLError('fault', {
    originalError: error instanceof Error ? error : new Error(String(error)),
    extensions: { http: { status: 500 } },
  });

/** Shows what may be shown; logs and masks what may not, with an id that finds it in the log. */
export function publicError(error: GraphQLError, log: Log): GraphQLFormattedError {
  // Masked already, on its way through several hooks: the incident is the one that was logged with its cause.
  if (typeof error.extensions['incident'] === 'string') return error.toJSON();
  const known = asGraphQLError(error.originalError) ?? error;
  const code = known.extensions['code'] ?? codeOfRequest(known);
  const place = {
    ...(error.locations && { locations: error.locations }),
    ...(error.path && { path: error.path }),
  };
  if (typeof code === 'string' && SHOWN.has(code))
    return { message: known.message, ...place, extensions: { code, ...retryOf(known) } };
  const incident = randomUUID();
  log.error({ incident, error: error.originalError ?? error }, 'a fault was masked');
  return {
    message: 'Something went wrong on our side.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', incident },
  };
}

/** After how many seconds to come again, where that is known. */
export function retryOf({ extensions }: GraphQLError): { retryAfter?: number } {
  const { retryAfter } = extensions;
  return typeof retryAfter === 'number' ? { retryAfter } : {};
}

/** graphql-js throws errors of the request without a code: variables of the wrong form, mostly. */
const codeOfRequest = (error: GraphQLError): string | undefined =>
  error.originalError === undefined ? 'BAD_USER_INPUT' : undefined;

/** The same as an error object, for the socket. */
export function masked(error: GraphQLError, log: Log): GraphQLError {
  const { message, extensions, path } = publicError(error, log);
  return new GraphQLError(message, { ...(extensions && { extensions }), ...(path && { path }) });
}
