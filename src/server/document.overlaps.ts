/**
 * How many fields ask for the same answer in the same place. Validation compares each two of them (`a a a a` is six pairs), so
 * its cost grows with the square of the document; an honest document has next to none.
 */
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf(document: DocumentNode): Fragments {
  const definitions = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(definitions.map((definition) => [definition.name.value, definition]));
}

/** The fields of a place, fragments unfolded, by the name they have in the answer. */
function fieldsByName(
  sets: readonly SelectionSetNode[],
  fragments: Fragments,
): Map<string, FieldNode[]> {
  const found = new Map<string, FieldNode[]>();
  const collect = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const name = node.alias?.value ?? node.name.value;
        const fields = found.get(name);
        if (fields === undefined) found.set(name, [node]);
        else fields.push(node);
      } else if (node.kind === Kind.INLINE_FRAGMENT) collect(node.selectionSet);
      else {
        const fragment = fragments.get(node.name.value);
        if (fragment !== undefined) collect(fragment.selectionSet);
      }
    }
  };
  for (const set of sets) collect(set);
  return found;
}

/**
 * The pairs in and below a place. Unfolds fragments each time they are spread: only for documents without cycles whose
 * unfolded size is limited already.
 */
export function overlappingPairs(sets: readonly SelectionSetNode[], fragments: Fragments): number {
  let pairs = 0;
  for (const fields of fieldsByName(sets, fragments).values()) {
    pairs += (fields.length * (fields.length - 1)) / 2;
    const inner = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
    if (inner.length > 0) pairs += overlappingPairs(inner, fragments);
  }
  return pairs;
}
