/** Error answers in the media type the client accepts (GraphQL over HTTP). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { Log } from '../lib/log';
import { publicError, retryOf } from './errors';

const GRAPHQL_JSON = 'application/graphql-response+json; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

/** A database restarts in seconds; clients that all come back at once would keep it down. */
export const RETRY_AFTER_S = 5;

/** The weight an Accept header gives to a media type by its name; 0 when it does not name it. */
function weightOf(accept: string, type: string): number {
  const range = accept.split(',').find((part) => part.trim().toLowerCase().startsWith(type));
  if (range === undefined) return 0;
  return Number(/;\s*q=([\d.]+)/i.exec(range)?.[1] ?? 1);
}

function prefersGraphqlJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  const weight = weightOf(accept, 'application/graphql-response+json');
  return weight > 0 && weight >= weightOf(accept, 'application/json');
}

/** 400 unless an error names its own status. */
export function statusOf(errors: readonly GraphQLError[]): number {
  const http = errors[0]?.extensions['http'] as { status?: number } | undefined;
  return http?.status ?? 400;
}

/**
 * Answers with errors, faults masked. Documents that cannot run are answered 200 to clients that only know application/json, as
 * the specification has it.
 */
export async function refuse(
  log: Log,
  request: FastifyRequest,
  answer: FastifyReply,
  errors: readonly GraphQLError[],
): Promise<void> {
  const shown = errors.map((error) => publicError(error, log));
  const status = statusOf(errors);
  const isGraphqlJson = prefersGraphqlJson(request);
  const isDocumentError = shown.every(({ extensions }) =>
    ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED'].includes(String(extensions?.['code'])),
  );
  const seconds = retryAfterOf(status, errors);
  if (seconds !== undefined) void answer.header('retry-after', seconds);
  await answer
    .code(isDocumentError && !isGraphqlJson ? 200 : status)
    .header('cache-control', 'no-store')
    .type(isGraphqlJson ? GRAPHQL_JSON : JSON_TYPE)
    .send(JSON.stringify({ errors: shown }));
}

const retryAfterOf = (status: number, [first]: readonly GraphQLError[]): number | undefined =>
  (first && retryOf(first).retryAfter) ?? (status === 503 ? RETRY_AFTER_S : undefined);
