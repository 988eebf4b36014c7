/** One broken promise: which check found it, and what exactly is wrong. */
export interface Wrong {
  readonly check: string;
  readonly what: string;
}
