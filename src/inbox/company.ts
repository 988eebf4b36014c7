/** Acts that share a transaction (act-group.ts). */
export interface Company {
  readonly isShared: boolean;
  /** These rows are this act's and no other's. */
  claim(rows: readonly string[]): void;
  /** The act has to go on by itself, in a transaction of its own. */
  leave(): void;
}

export const ALONE: Company = {
  isShared: false,
  claim: () => undefined,
  leave: () => undefined,
};
