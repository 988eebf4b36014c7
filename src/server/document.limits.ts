/**
 * How large a document may be. Everything is counted as it would be executed, with fragments unfolded, but without unfolding
 * them: a fragment is measured once, however often it is spread.
 */
import {
  GraphQLError,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export const MOST_TOKENS = 4_000;
const MOST_DEPTH = 18;
const MOST_FIELDS = 2_000;
const MOST_ALIASES = 100;
const MOST_ROOT_FIELDS = 50;
const MOST_DIRECTIVES = 50;
const MOST_FRAGMENTS = 100;

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly directives: number;
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, directives: 0 };

const beside = (a: Size, b: Size): Size => ({
  depth: Math.max(a.depth, b.depth),
  fields: a.fields + b.fields,
  aliases: a.aliases + b.aliases,
  directives: a.directives + b.directives,
});

/** Measures a document; fragments are measured once. Cycles are left to validation, which refuses them. */
class Ruler {
  private readonly measured = new Map<string, Size>();
  private readonly open = new Set<string>();
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(document: DocumentNode) {
    const definitions = document.definitions.filter(
      (node) => node.kind === Kind.FRAGMENT_DEFINITION,
    );
    this.fragments = new Map(definitions.map((definition) => [definition.name.value, definition]));
  }

  selectionSet(set: SelectionSetNode | undefined): Size {
    return (set?.selections ?? []).map((node) => this.selection(node)).reduce(beside, NOTHING);
  }

  private selection(node: SelectionSetNode['selections'][number]): Size {
    const directives = { ...NOTHING, directives: node.directives?.length ?? 0 };
    if (node.kind === Kind.FRAGMENT_SPREAD)
      return beside(directives, this.fragment(node.name.value));
    const inner = this.selectionSet(node.selectionSet);
    if (node.kind === Kind.INLINE_FRAGMENT) return beside(directives, inner);
    const field = { depth: inner.depth + 1, fields: 1, aliases: node.alias ? 1 : 0, directives: 0 };
    return beside(directives, beside(inner, field));
  }

  private fragment(name: string): Size {
    const known = this.measured.get(name);
    if (known !== undefined) return known;
    if (this.open.has(name)) return NOTHING;
    this.open.add(name);
    const size = this.selectionSet(this.fragments.get(name)?.selectionSet);
    this.open.delete(name);
    this.measured.set(name, size);
    return size;
  }
}

const tooMuch = (what: string, most: number): GraphQLError =>
  new GraphQLError(`The document has too many ${what}: at most ${String(most)}.`, {
    extensions: { code: 'DOCUMENT_TOO_LARGE' },
  });

/** Why the document is too large to look at further; empty when it is not. */
export function limitErrors(document: DocumentNode): GraphQLError[] {
  const ruler = new Ruler(document);
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  if (fragments.length > MOST_FRAGMENTS) return [tooMuch('fragments', MOST_FRAGMENTS)];
  return document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION)
      return [];
    const size = ruler.selectionSet(node.selectionSet);
    const directives = size.directives + (node.directives?.length ?? 0);
    const isRoot = node.kind === Kind.OPERATION_DEFINITION;
    const checks: [string, number, number][] = [
      ['levels', size.depth, MOST_DEPTH],
      ['fields', size.fields, MOST_FIELDS],
      ['aliases', size.aliases, MOST_ALIASES],
      ['directives', directives, MOST_DIRECTIVES],
      ['root fields', isRoot ? node.selectionSet.selections.length : 0, MOST_ROOT_FIELDS],
    ];
    return checks
      .filter(([, size, most]) => size > most)
      .map(([what, , most]) => tooMuch(what, most));
  });
}
