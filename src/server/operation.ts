/** Which operation of a document a request means, and whether it may run at this door. */
import {
  Kind,
  type DocumentNode,
  type GraphQLError,
  type OperationDefinitionNode,
  type OperationTypeNode,
} from 'graphql';
import { failure } from './errors';

/** The operation a request names, or the only one. */
export function operationOf(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operationName === undefined) return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === operationName);
}

/** Why this operation does not run at a door that runs only some kinds; undefined when it does. */
export function operationError(
  document: DocumentNode,
  operationName: string | undefined,
  runs: (kind: OperationTypeNode) => boolean,
): GraphQLError | undefined {
  const operation = operationOf(document, operationName);
  if (operation === undefined)
    return failure('Name the operation to run.', 'OPERATION_RESOLUTION_FAILURE', 400);
  if (runs(operation.operation)) return undefined;
  return failure(
    'Send queries and mutations by POST, subscriptions by WebSocket.',
    'BAD_REQUEST',
    400,
  );
}
