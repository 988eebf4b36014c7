/**
 * Compiled execution of queries and delivered events (graphql-jit), always with graphql-js behind it: whenever the compiled
 * answer has errors it is thrown away and the reference answers, so errors are always the reference's.
 *
 * A compile costs about as much as ten executions, so documents are compiled once and kept with the prepared document.
 */
import {
  execute,
  getVariableValues,
  Kind,
  visit,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';
import type { Context } from '../inbox/context';
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

/**
 * The compiled form refuses `$n: Int! = 1` when n is left out. Values are checked by graphql-js before, so the compiled copy may
 * take defaulted variables as nullable.
 */
function withNullableDefaults(document: DocumentNode): DocumentNode {
  return visit(document, {
    VariableDefinition: (node) =>
      node.defaultValue !== undefined && node.type.kind === Kind.NON_NULL_TYPE
        ? { ...node, type: node.type.type }
        : undefined,
  });
}

function compiledOf(
  schema: GraphQLSchema,
  prepared: Prepared,
  operationName: string | undefined,
): CompiledQuery | null {
  const key = operationName ?? '';
  const known = prepared.compiled.get(key) as CompiledQuery | null | undefined;
  if (known !== undefined) return known;
  const made = compileQuery(schema, withNullableDefaults(prepared.document), operationName);
  const compiled = isCompiledQuery(made) ? made : null;
  prepared.compiled.set(key, compiled);
  return compiled;
}

/** The compiled answer without errors, or null: then graphql-js has to answer. */
export async function runCompiled(
  schema: GraphQLSchema,
  execution: Execution,
): Promise<ExecutionResult | null> {
  const { prepared, operationName, variables, context, root } = execution;
  const operation = operationOf(prepared.document, operationName);
  if (operation === undefined) return null;
  const values = variableValues(schema, operation, variables);
  const compiled = values && compiledOf(schema, prepared, operationName);
  if (!compiled) return null;
  const result = await (compiled.query(root, context, values) as Promise<ExecutionResult>);
  return result.errors === undefined ? result : null;
}

function variableValues(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  return coerced === undefined ? null : variables;
}

/** The answer to one event: compiled, or graphql-js where that has errors. `fresh` gives each try a context of its own. */
export async function executeEvent(
  schema: GraphQLSchema,
  execution: Execution,
  fresh: () => Context,
): Promise<ExecutionResult> {
  const compiled = await runCompiled(schema, { ...execution, context: fresh() });
  if (compiled !== null) return compiled;
  const { prepared, operationName, variables, root } = execution;
  return execute({
    schema,
    document: prepared.document,
    rootValue: root,
    contextValue: fresh(),
    variableValues: variables,
    ...(operationName !== undefined && { operationName }),
  });
}
