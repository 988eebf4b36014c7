/**
 * Compiled execution of queries and delivered events (graphql-jit), always with graphql-js behind it: whenever the compiled
 * answer has errors it is thrown away and the reference answers, so errors are always the reference's.
 *
 * A compile costs about as much as ten executions, so documents are compiled once and kept with the prepared document.
 */
import {
  getVariableValues,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from '../inbox/context';
import { compilable, decidingVariables, type Values } from './compilable';
import type { Prepared } from './document';
import { operationOf } from './operation';

export interface Execution {
  readonly prepared: Prepared;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
  /** The payload of an event; queries have none. */
  readonly root?: unknown;
}

/** What is compiled of one operation: one form for each way its variables decide @skip and @include. */
interface Forms {
  readonly deciding: readonly string[];
  readonly compiled: Map<string, CompiledQuery | null>;
}

/** Front ends toggle few things in one document; beyond that graphql-js answers. */
const MOST_FORMS = 16;

function formsOf(prepared: Prepared, operation: OperationDefinitionNode): Forms {
  const key = operation.name?.value ?? '';
  const known = prepared.compiled.get(key) as Forms | undefined;
  if (known !== undefined) return known;
  const made = { deciding: decidingVariables(prepared.document), compiled: new Map() };
  prepared.compiled.set(key, made);
  return made;
}

function compiledOf(
  schema: GraphQLSchema,
  prepared: Prepared,
  operation: OperationDefinitionNode,
  values: Values,
): CompiledQuery | null {
  const { deciding, compiled } = formsOf(prepared, operation);
  const key = deciding.map((name) => (values[name] === true ? '1' : '0')).join('');
  const known = compiled.get(key);
  if (known !== undefined || compiled.size >= MOST_FORMS) return known ?? null;
  const made = compileQuery(schema, compilable(prepared.document, operation, values));
  const form = isCompiledQuery(made) ? made : null;
  compiled.set(key, form);
  return form;
}

type Operation = Pick<Execution, 'prepared' | 'operationName' | 'variables'>;

/** The compiled form of an operation with these variables; null where there is none. */
export function compiledFor(
  schema: GraphQLSchema,
  { prepared, operationName, variables }: Operation,
): CompiledQuery | null {
  const operation = operationOf(prepared.document, operationName);
  if (operation === undefined) return null;
  const definitions = operation.variableDefinitions ?? [];
  const { coerced } = getVariableValues(schema, definitions, variables);
  return coerced ? compiledOf(schema, prepared, operation, coerced) : null;
}

/** The compiled answer without errors, or null: then graphql-js has to answer. */
export async function runCompiled(
  schema: GraphQLSchema,
  execution: Execution,
): Promise<ExecutionResult | null> {
  const compiled = compiledFor(schema, execution);
  if (compiled === null) return null;
  const { variables, context, root } = execution;
  const result = await (compiled.query(root, context, variables) as Promise<ExecutionResult>);
  return result.errors === undefined ? result : null;
}
