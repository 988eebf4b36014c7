/**
 * An operation as graphql-jit compiles it right. Left as it is, it would take a fragment only where it is spread first, and
 * mistake what @skip and @include say where fields of one name meet. So fragments are written out where they are spread, no
 * node twice, and @skip and @include are decided before: one compiled form for each way the variables decide them.
 */
import {
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from './document.overlaps';

export type Values = Readonly<Record<string, unknown>>;

const conditionOf = ({ name, arguments: given = [] }: DirectiveNode) =>
  name.value === 'skip' || name.value === 'include' ? given[0]?.value : undefined;

/** The variables that decide what is left out, anywhere in the document. */
export function decidingVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      const condition = conditionOf(node);
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names];
}

function isLeftOut({ directives = [] }: SelectionNode, values: Values): boolean {
  return directives.some((directive) => {
    const condition = conditionOf(directive);
    if (condition === undefined) return false;
    const holds =
      condition.kind === Kind.VARIABLE
        ? values[condition.name.value] === true
        : condition.kind === Kind.BOOLEAN && condition.value;
    return holds === (directive.name.value === 'skip');
  });
}

/** The unfolded size is limited, see document.limits.ts. */
function unfolded(set: SelectionSetNode, fragments: Fragments, values: Values): SelectionSetNode {
  const inner = (nested: SelectionSetNode) => unfolded(nested, fragments, values);
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (isLeftOut(node, values)) return [];
    const bare = { ...node, directives: [] };
    if (bare.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(bare.name.value);
      if (fragment === undefined) return [];
      const { typeCondition, selectionSet } = fragment;
      return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: inner(selectionSet) }];
    }
    return [
      bare.selectionSet === undefined ? bare : { ...bare, selectionSet: inner(bare.selectionSet) },
    ];
  });
  return { ...set, selections };
}

/**
 * The compiled form refuses `$n: Int! = 1` when n is left out. Values are checked by graphql-js before, so the compiled copy may
 * take defaulted variables as nullable.
 */
const nullableDefault = (node: VariableDefinitionNode): VariableDefinitionNode =>
  node.defaultValue !== undefined && node.type.kind === Kind.NON_NULL_TYPE
    ? { ...node, type: node.type.type }
    : node;

/** A document with nothing but this operation, as it runs with these variables. */
export function compilable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values: Values,
): DocumentNode {
  const copy = {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).map(nullableDefault),
    selectionSet: unfolded(operation.selectionSet, fragmentsOf(document), values),
  };
  return { kind: Kind.DOCUMENT, definitions: [copy] };
}
