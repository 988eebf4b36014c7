/**
 * What a document may cost at most: the objects and values it can ask for, page sizes multiplied through nested lists.
 */
import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { PER_PAGE } from '../lib/connection';
import type { Request } from './document';
import { fragmentsOf, type Fragments } from './document.overlaps';
import { operationOf } from './operation';

export type Variables = Readonly<Record<string, unknown>>;

/** A page of 100 orders with 3 proposals, 20 messages and 10 fields each is about a third of it. */
const MOST_COST = 100_000;

/** What a list's size is asked for by: pages, and days of a series. */
const PAGE_ARGUMENTS = ['first', 'last', 'days'];
/** Lists without pages are short: an order's cards, lines and history. */
const SHORT_LIST = 5;

type Field = GraphQLField<unknown, unknown> | undefined;

class Meter {
  private readonly measured = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly variables: Variables,
  ) {}

  selectionSet(set: SelectionSetNode | undefined, type: GraphQLNamedType | undefined): number {
    return (set?.selections ?? []).reduce((sum, node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return sum + this.fragment(node.name.value);
      if (node.kind === Kind.FIELD) return sum + this.field(node, type);
      const narrowed = node.typeCondition && this.schema.getType(node.typeCondition.name.value);
      return sum + this.selectionSet(node.selectionSet, narrowed ?? type);
    }, 0);
  }

  /** Introspection reads the schema, not the database; its size is limited already. */
  private field(node: FieldNode, type: GraphQLNamedType | undefined): number {
    if (node.name.value.startsWith('__') || node.selectionSet === undefined) return 1;
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    const field: Field = fields[node.name.value];
    const inner = this.selectionSet(node.selectionSet, field && getNamedType(field.type));
    return 1 + this.itemsOf(node, field, type) * inner;
  }

  private fragment(name: string): number {
    const known = this.measured.get(name);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    const type = fragment && this.schema.getType(fragment.typeCondition.name.value);
    const cost = this.selectionSet(fragment?.selectionSet, type);
    this.measured.set(name, cost);
    return cost;
  }

  /** How many objects a field brings: a connection's page, a short list, or one. */
  private itemsOf(node: FieldNode, field: Field, parent: GraphQLNamedType | undefined): number {
    if (field?.args.some(({ name }) => PAGE_ARGUMENTS.includes(name)) === true)
      return this.pageSize(node);
    const isPart = parent?.name.endsWith('Connection') === true;
    return field && isListType(getNullableType(field.type)) && !isPart ? SHORT_LIST : 1;
  }

  private pageSize(node: FieldNode): number {
    const sizes = (node.arguments ?? [])
      .filter((argument) => PAGE_ARGUMENTS.includes(argument.name.value))
      .map(({ value }) => valueFromASTUntyped(value, this.variables))
      .map((size) => (Number.isSafeInteger(size) ? Number(size) : PER_PAGE));
    return sizes.length === 0 ? PER_PAGE : Math.max(1, ...sizes);
  }
}

/** The variables with the defaults of those left out. */
function withDefaults(operation: OperationDefinitionNode, given: Variables): Variables {
  const defaults = (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined
      ? []
      : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** Why this operation with these variables would cost too much; undefined when it would not. */
export function costError(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operationName, variables }: Request,
): GraphQLError | undefined {
  const operation = operationOf(document, operationName);
  if (operation === undefined) return undefined;
  const meter = new Meter(schema, fragmentsOf(document), withDefaults(operation, variables));
  const root = schema.getRootType(operation.operation) ?? undefined;
  const cost = meter.selectionSet(operation.selectionSet, root);
  if (cost <= MOST_COST) return undefined;
  return new GraphQLError(
    `The operation could ask for ${String(cost)} values, at most ${String(MOST_COST)}: use smaller pages.`,
    { extensions: { code: 'OPERATION_TOO_COSTLY' } },
  );
}
