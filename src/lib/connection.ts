/**
 * Relay connections over keysets: a cursor holds the sort key and id of its row, so pages neither shift nor slow down as
 * rows come and go (domain.md §10).
 */
import { Field, ObjectType, type ClassType } from 'type-graphql';

export const MOST_PER_PAGE = 100;
export const PER_PAGE = 20;

@ObjectType({ description: 'Where this page lies in the list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'More follow after `endCursor`.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Some come before `startCursor`.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor!: string | null;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

export interface EdgeOf<N> {
  readonly cursor: string;
  readonly node: N;
}

export interface PageOf<N> {
  readonly edges: EdgeOf<N>[];
  readonly nodes: N[];
  readonly pageInfo: PageInfo;
}

/** The edge class of a node type. */
export function edgeClass<N extends object>(name: string, node: () => ClassType<N>) {
  @ObjectType(`${name}Edge`)
  class Edge implements EdgeOf<N> {
    @Field(() => String, { description: 'For `after`.' })
    cursor!: string;

    @Field(() => node())
    node!: N;
  }
  return Edge;
}

/** The connection class of a node type; lists with a totalCount extend it. */
export function connectionClass<N extends object>(name: string, node: () => ClassType<N>) {
  const Edge = edgeClass(name, node);

  @ObjectType(`${name}Connection`)
  class Connection implements PageOf<N> {
    @Field(() => [Edge])
    edges!: EdgeOf<N>[];

    @Field(() => [node()], { description: 'The nodes without their cursors.' })
    nodes!: N[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;
  }
  return Connection;
}

/** A position in a keyset: the values of the sort columns, last the unique one. */
export type Keyset = readonly (string | number)[];

export const encodeCursor = (keyset: Keyset): string =>
  Buffer.from(JSON.stringify(keyset)).toString('base64url');

/** JSON can write numbers that no column holds, and that MySQL takes for the name of one: 1e999 is Infinity. */
const isKey = (kind: 'number' | 'string', value: unknown): boolean =>
  kind === 'number' ? Number.isSafeInteger(value) : typeof value === 'string';

/** Null for a text that is no cursor of so many values. */
export function decodeCursor(
  cursor: string,
  kinds: readonly ('number' | 'string')[],
): Keyset | null {
  try {
    const keyset: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(keyset) || keyset.length !== kinds.length) return null;
    return kinds.every((kind, index) => isKey(kind, keyset[index])) ? (keyset as Keyset) : null;
  } catch {
    return null;
  }
}

/**
 * A class, and no literal with getters: V8 gives each of those a shape of its own, which holds the rows until the next full collection
 * (`npm run bench -- --only page`).
 */
class Page<N> implements PageOf<N> {
  constructor(
    readonly nodes: N[],
    private readonly cursorOf: (row: N) => string,
    private readonly startsLater: boolean,
    private readonly endsEarlier: boolean,
  ) {}

  get edges(): EdgeOf<N>[] {
    return this.nodes.map((node) => ({ cursor: this.cursorOf(node), node }));
  }

  get pageInfo(): PageInfo {
    return {
      hasNextPage: this.endsEarlier,
      hasPreviousPage: this.startsLater,
      startCursor: this.cursorAt(0),
      endCursor: this.cursorAt(-1),
    };
  }

  private cursorAt(index: number): string | null {
    const node = this.nodes.at(index);
    return node === undefined ? null : this.cursorOf(node);
  }
}

/**
 * A page out of the rows asked for with one more than `first`, which tells whether more follow. Cursors are made where they are asked
 * for: most pages are shown without those of their rows. Add to it with Object.assign: a spread would lose them.
 */
export const pageOf = <N>(
  rows: readonly N[],
  first: number,
  cursorOf: (row: N) => string,
  startsLater: boolean,
  endsEarlier = rows.length > first,
): PageOf<N> => new Page(rows.slice(0, first), cursorOf, startsLater, endsEarlier);
