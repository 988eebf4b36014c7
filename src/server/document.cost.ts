/**
 * What a document may cost at most: the objects and values it can ask for, page sizes multiplied through nested lists.
 */
import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { PER_PAGE } from '../lib/connection';
import type { Request } from './document';
import { operationOf } from './operation';

export type Variables = Readonly<Record<string, unknown>>;

/** A page of 100 orders with 3 proposals, 20 messages and 10 fields each is about a third of it. */
const MOST_COST = 100_000;

const PAGE_ARGUMENTS = new Set(['first', 'last']);

class Meter {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly measured = new Map<string, number>();

  constructor(
    document: DocumentNode,
    private readonly variables: Variables,
  ) {
    const definitions = document.definitions.filter(
      (node) => node.kind === Kind.FRAGMENT_DEFINITION,
    );
    this.fragments = new Map(definitions.map((definition) => [definition.name.value, definition]));
  }

  selectionSet(set: SelectionSetNode | undefined): number {
    return (set?.selections ?? []).reduce((sum, node) => {
      if (node.kind === Kind.FRAGMENT_SPREAD) return sum + this.fragment(node.name.value);
      if (node.kind === Kind.INLINE_FRAGMENT) return sum + this.selectionSet(node.selectionSet);
      return sum + this.field(node);
    }, 0);
  }

  /** Introspection reads the schema, not the database; its size is limited already. */
  private field(node: FieldNode): number {
    if (node.name.value.startsWith('__')) return 1;
    return 1 + this.pageSize(node) * this.selectionSet(node.selectionSet);
  }

  private fragment(name: string): number {
    const known = this.measured.get(name);
    if (known !== undefined) return known;
    const cost = this.selectionSet(this.fragments.get(name)?.selectionSet);
    this.measured.set(name, cost);
    return cost;
  }

  private pageSize(node: FieldNode): number {
    const sizes = (node.arguments ?? [])
      .filter((argument) => PAGE_ARGUMENTS.has(argument.name.value))
      .map(({ value }) => {
        if (value.kind === Kind.INT) return Number(value.value);
        const given = value.kind === Kind.VARIABLE ? this.variables[value.name.value] : undefined;
        return typeof given === 'number' ? given : PER_PAGE;
      });
    return Math.max(1, ...sizes);
  }
}

/** Why this operation with these variables would cost too much; undefined when it would not. */
export function costError(
  document: DocumentNode,
  { operationName, variables }: Request,
): GraphQLError | undefined {
  const cost = new Meter(document, variables).selectionSet(
    operationOf(document, operationName)?.selectionSet,
  );
  if (cost <= MOST_COST) return undefined;
  return new GraphQLError(
    `The operation could ask for ${String(cost)} values, at most ${String(MOST_COST)}: use smaller pages.`,
    { extensions: { code: 'OPERATION_TOO_COSTLY' } },
  );
}
