/** Which operation of a document a request means. */
import { Kind, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/** The operation a request names, or the only one. */
export function operationOf(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operationName === undefined) return operations.length === 1 ? operations[0] : undefined;
  return operations.find((operation) => operation.name?.value === operationName);
}
