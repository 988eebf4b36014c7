/**
 * One look at a document for both doors: parse, limit, validate (design: the socket is a second door).
 *
 * Limits come before validation, whose cost can grow much faster than the document. Prepared documents are kept, together
 * with what is compiled from them.
 */
import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { limitErrors, MOST_CHARACTERS, MOST_TOKENS, tooMuch } from './document.limits';
import type { Finder } from '../inbox/context';
import type { Audience } from './audience';
import { costError, type Variables } from './document.cost';

export interface Prepared {
  readonly source: string;
  readonly document: DocumentNode;
  /** What is compiled from it, by operation name; see compiled.ts. */
  readonly compiled: Map<string, unknown>;
  /** Who follows it live on this node; see audience.ts. */
  readonly audiences: Map<string, Audience>;
  /** What was looked for to tell the events it has told so far; see audience.ts. */
  readonly finders: Set<Finder<unknown>>;
  /** No answer so far had to wait for what no finder finds. */
  canForetell: boolean;
}

export interface Request {
  readonly source: string;
  readonly operationName: string | undefined;
  readonly variables: Variables;
}

/** Documents kept, by number and by characters: front ends send the same few over and over, attackers do not. */
const KEPT_DOCUMENTS = 500;
const KEPT_CHARACTERS = 1_000_000;

export class Documents {
  private readonly kept = new LRUCache<string, Prepared | readonly GraphQLError[]>({
    max: KEPT_DOCUMENTS,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_prepared, key) => key.length,
  });

  constructor(private readonly schema: GraphQLSchema) {}

  /** The document ready to run, or every reason why it will not run. */
  prepare(request: Request, introspection: boolean): Prepared | readonly GraphQLError[] {
    if (request.source.length > MOST_CHARACTERS) return [tooMuch('characters', MOST_CHARACTERS)];
    const key = `${introspection ? '+' : '-'}${request.source}`;
    const known = this.kept.get(key) ?? this.examine(request.source, introspection);
    this.kept.set(key, known);
    if (!isPrepared(known)) return known;
    const tooCostly = costError(this.schema, known.document, request);
    return tooCostly === undefined ? known : [tooCostly];
  }

  /** graphql-js throws what it finds in the directives of a subscription's root field. */
  private validated(
    document: DocumentNode,
    rules: readonly ValidationRule[],
  ): readonly GraphQLError[] {
    try {
      return validate(this.schema, document, rules, { maxErrors: 20 });
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  private examine(source: string, introspection: boolean): Prepared | readonly GraphQLError[] {
    const document = parsed(source);
    if (document instanceof GraphQLError) return [document];
    const overLimit = limitErrors(document);
    if (overLimit.length > 0) return overLimit;
    const rules = introspection
      ? specifiedRules
      : [...specifiedRules, NoSchemaIntrospectionCustomRule];
    const errors = this.validated(document, rules);
    const message = introspection ? undefined : withoutSuggestion;
    if (errors.length > 0)
      return errors.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED', message));
    return {
      source,
      document,
      compiled: new Map(),
      audiences: new Map(),
      finders: new Set(),
      canForetell: true,
    };
  }
}

export const isPrepared = (result: Prepared | readonly GraphQLError[]): result is Prepared =>
  !Array.isArray(result);

function parsed(source: string): DocumentNode | GraphQLError {
  try {
    return parse(source, { maxTokens: MOST_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return coded(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

/** Who may not see the schema must not be told its names one by one. */
const withoutSuggestion = (message: string): string => message.replace(/ Did you mean .*$/s, '');

function coded(
  error: GraphQLError,
  code: string,
  worded: (message: string) => string = (message) => message,
): GraphQLError {
  return new GraphQLError(worded(error.message), {
    ...(error.nodes && { nodes: error.nodes }),
    ...(error.source && { source: error.source }),
    ...(error.positions && { positions: error.positions }),
    extensions: { ...error.extensions, code },
  });
}
