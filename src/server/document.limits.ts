/**
 * How large a document may be. Everything is counted as it would be executed, with fragments unfolded, but without unfolding
 * them: a fragment is measured once, however often it is spread.
 */
import {
  GraphQLError,
  Kind,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, overlappingPairs, type Fragments } from './document.overlaps';

/** What one frame of the socket holds; parse errors and the cache carry no more than that. */
export const MOST_CHARACTERS = 64 * 1024;
export const MOST_TOKENS = 4_000;
const MOST_DEPTH = 18;
const MOST_FIELDS = 2_000;
const MOST_ALIASES = 100;
const MOST_ROOT_FIELDS = 50;
const MOST_DIRECTIVES = 50;
const MOST_FRAGMENTS = 100;
/** Some microseconds each in validation. */
const MOST_PAIRS = 5_000;

interface Size {
  readonly depth: number;
  /** Spreads of fragments count too: they are work even where the fragment holds nothing. */
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

/** Measures a document; fragments are measured once. */
class Ruler {
  /** A fragment that spreads itself, if there is one: nothing can be said of its size. */
  cycle: string | undefined;
  private readonly measured = new Map<string, Size>();
  private readonly open = new Set<string>();

  constructor(private readonly fragments: Fragments) {}

  selectionSet(set: SelectionSetNode | undefined): Size {
    return (set?.selections ?? []).map((node) => this.selection(node)).reduce(beside, NOTHING);
  }

  private selection(node: SelectionSetNode['selections'][number]): Size {
    const own = { ...NOTHING, directives: node.directives?.length ?? 0 };
    if (node.kind === Kind.FRAGMENT_SPREAD)
      return beside({ ...own, fields: 1 }, this.fragment(node.name.value));
    const inner = this.selectionSet(node.selectionSet);
    if (node.kind === Kind.INLINE_FRAGMENT) return beside(own, inner);
    const field = { depth: inner.depth + 1, fields: 1, aliases: node.alias ? 1 : 0, directives: 0 };
    return beside(own, beside(inner, field));
  }

  private fragment(name: string): Size {
    const known = this.measured.get(name);
    if (known !== undefined) return known;
    if (this.open.has(name)) {
      this.cycle = name;
      return NOTHING;
    }
    this.open.add(name);
    const size = this.selectionSet(this.fragments.get(name)?.selectionSet);
    this.open.delete(name);
    this.measured.set(name, size);
    return size;
  }
}

export const tooMuch = (what: string, most: number): GraphQLError =>
  new GraphQLError(`The document has too many ${what}: at most ${String(most)}.`, {
    extensions: { code: 'DOCUMENT_TOO_LARGE' },
  });

type Checks = readonly (readonly [what: string, size: number, most: number])[];

const overLimit = (checks: Checks): GraphQLError[] =>
  checks.filter(([, size, most]) => size > most).map(([what, , most]) => tooMuch(what, most));

type Selecting = OperationDefinitionNode | FragmentDefinitionNode;

const isSelecting = (node: DefinitionNode): node is Selecting =>
  node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION;

function sizeErrors(node: Selecting, ruler: Ruler): GraphQLError[] {
  const size = ruler.selectionSet(node.selectionSet);
  const isRoot = node.kind === Kind.OPERATION_DEFINITION;
  return overLimit([
    ['levels', size.depth, MOST_DEPTH],
    ['fields', size.fields, MOST_FIELDS],
    ['aliases', size.aliases, MOST_ALIASES],
    ['directives', size.directives + (node.directives?.length ?? 0), MOST_DIRECTIVES],
    ['root fields', isRoot ? node.selectionSet.selections.length : 0, MOST_ROOT_FIELDS],
  ]);
}

/** Why the document is too large to look at further; empty when it is not. Cheapest first: each look is safe after the last. */
export function limitErrors(document: DocumentNode): GraphQLError[] {
  const fragments = fragmentsOf(document);
  const definitions = document.definitions.filter(isSelecting);
  const crowd = overLimit([['fragments', fragments.size, MOST_FRAGMENTS]]);
  if (crowd.length > 0) return crowd;
  const ruler = new Ruler(fragments);
  const large = definitions.flatMap((node) => sizeErrors(node, ruler));
  if (ruler.cycle !== undefined) return [cycleError(ruler.cycle)];
  if (large.length > 0) return large.slice(0, 1);
  const pairs = definitions
    .map((node) => overlappingPairs([node.selectionSet], fragments))
    .reduce((sum, count) => sum + count, 0);
  return overLimit([['fields of the same name in the same place', pairs, MOST_PAIRS]]);
}

const cycleError = (name: string): GraphQLError =>
  new GraphQLError(`The fragment ${name} spreads itself.`, {
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
