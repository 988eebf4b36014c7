/** What an answer to an event depends on: who has the same key is told the same. */
import { Kind, visit, type DocumentNode, type SelectionNode } from 'graphql';
import type { Asker } from '../inbox/context';
import type { Viewer } from '../lib/viewer';
import type { Prepared } from './document';

/** What is asked for of each event, and by whom. */
export interface Asked {
  readonly prepared: Prepared;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
  readonly language: Asker['language'];
}

/** Whatever an answer can depend on, but for the event, what is in the database, and who of those with one sight it is. */
export function keyOf({
  prepared,
  operationName = '',
  variables,
  viewer,
  language,
}: Asked): string {
  const { role, shop, permissions } = viewer;
  const used = variablesBelowRoot(prepared).map((name) => [name, variables[name]]);
  const given: unknown = Object.fromEntries(used);
  return JSON.stringify([operationName, given, role, shop, permissions, language]);
}

const belowRoot = new WeakMap<DocumentNode, readonly string[]>();

/** The arguments of a subscription say where it begins; what it tells of an event is asked for below. */
function variablesBelowRoot({ document }: Prepared): readonly string[] {
  const known = belowRoot.get(document) ?? namesIn(withoutRootArguments(document));
  belowRoot.set(document, known);
  return known;
}

function namesIn(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void names.add(name.value),
  });
  return [...names];
}

const rootWithoutArguments = (root: SelectionNode): SelectionNode =>
  root.kind === Kind.FIELD ? { ...root, arguments: [] } : root;

const withoutRootArguments = (document: DocumentNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const { selectionSet } = definition;
    const selections = selectionSet.selections.map(rootWithoutArguments);
    return { ...definition, selectionSet: { ...selectionSet, selections } };
  }),
});

/** Tells when somebody asks who exactly it is; a buyer's sight is his own, and asks for it. */
class WatchedViewer implements Viewer {
  readonly role: Viewer['role'];
  readonly shop: Viewer['shop'];
  readonly permissions: Viewer['permissions'];

  constructor(
    private readonly watched: Viewer,
    private readonly onPersonal: () => void,
  ) {
    this.role = watched.role;
    this.shop = watched.shop;
    this.permissions = watched.permissions;
  }

  get sub(): string {
    this.onPersonal();
    return this.watched.sub;
  }

  get expiresAt(): number {
    this.onPersonal();
    return this.watched.expiresAt;
  }
}

export const watched = (viewer: Viewer, onPersonal: () => void): Viewer =>
  new WatchedViewer(viewer, onPersonal);
