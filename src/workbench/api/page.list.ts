/**
 * A long list, page by page (keyset cursors), each page live in the cache. Asked anew from its top, a page whose
 * predecessor ends elsewhere now follows it there, so that nothing is left out or shown twice.
 */
import type { AnyVariables, Client, OperationResult, TypedDocumentNode } from 'urql';

interface Identified {
  readonly id: string;
}

export interface Connection<Node extends Identified> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

export interface ListRequest<Data, Node extends Identified> {
  readonly document: TypedDocumentNode<Data, never>;
  readonly variables: AnyVariables;
  readonly connectionOf: (data: Data) => Connection<Node>;
}

export interface ListState<Node> {
  readonly nodes: readonly Node[];
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
}

interface Page<Node extends Identified> {
  readonly after: string | null;
  connection: Connection<Node> | undefined;
  stop: () => void;
}

/** Two screens of rows; a page of the API has 100 at most. */
const PAGE_SIZE = 50;

export class PageList<Data, Node extends Identified> {
  private pages: Page<Node>[] = [];
  private state: ListState<Node> = { nodes: [], hasMore: false, isLoading: true, hasFailed: false };
  private readonly listeners = new Set<() => void>();
  private isToTell = false;

  constructor(
    private readonly client: Client,
    private readonly request: ListRequest<Data, Node>,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.pages.length === 0) this.open(0, null, 'cache-and-network');
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.close(0);
    };
  };

  readonly read = (): ListState<Node> => this.state;

  /** How many pages are loaded. */
  get length(): number {
    return this.pages.length;
  }

  more(): void {
    const last = this.pages.at(-1)?.connection?.pageInfo;
    if (last?.hasNextPage === true) this.open(this.pages.length, last.endCursor, 'cache-first');
  }

  reload(): void {
    this.open(0, null, 'network-only');
  }

  private open(
    index: number,
    after: string | null,
    requestPolicy: 'cache-and-network' | 'cache-first' | 'network-only',
  ): void {
    const former = this.pages[index];
    // What was shown stays until the answer comes.
    const page: Page<Node> = { after, connection: former?.connection, stop: () => undefined };
    this.pages[index] = page;
    const { document, variables } = this.request;
    const results = this.client.query(
      document,
      { ...variables, first: PAGE_SIZE, after } as never,
      { requestPolicy },
    );
    const subscription = results.subscribe((result) => this.take(index, page, result));
    page.stop = () => subscription.unsubscribe();
    former?.stop();
    this.tell(true, false);
  }

  private take(index: number, page: Page<Node>, { data, stale, error }: OperationResult<Data>) {
    if (this.pages[index] !== page) return;
    if (data !== undefined) page.connection = this.request.connectionOf(data);
    const isLoading = stale || (data === undefined && error === undefined);
    if (!isLoading && page.connection !== undefined) this.join(index, page.connection.pageInfo);
    this.tell(isLoading, error !== undefined && page.connection === undefined);
  }

  /** The next page must follow this one, or is no longer there. */
  private join(index: number, { endCursor, hasNextPage }: Connection<Node>['pageInfo']): void {
    const next = this.pages[index + 1];
    if (next === undefined) return;
    if (!hasNextPage) this.close(index + 1);
    else if (next.after !== endCursor) this.open(index + 1, endCursor, 'network-only');
  }

  private close(from: number): void {
    for (const page of this.pages.splice(from)) page.stop();
  }

  /** Of what comes at once, an act that concerns many pages above all, the listeners are told once. */
  private tell(isLoading: boolean, hasFailed: boolean): void {
    this.state = { ...this.state, isLoading, hasFailed };
    if (this.isToTell) return;
    this.isToTell = true;
    queueMicrotask(() => {
      this.isToTell = false;
      this.show();
    });
  }

  private show(): void {
    const byId = new Map<string, Node>();
    for (const { connection } of this.pages)
      for (const node of connection?.nodes ?? []) if (!byId.has(node.id)) byId.set(node.id, node);
    const hasMore = this.pages.at(-1)?.connection?.pageInfo.hasNextPage ?? false;
    this.state = { ...this.state, nodes: [...byId.values()], hasMore };
    for (const listener of this.listeners) listener();
  }
}
