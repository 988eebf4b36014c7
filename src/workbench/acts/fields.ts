import type { Key } from '../words';

interface Common {
  /** The field of the mutation's input. */
  readonly name: string;
  readonly label: Key;
  readonly isRequired?: boolean;
}

/** Which instants may be chosen: later than the one, and no later than the other. */
export interface Span {
  readonly after: string;
  readonly until: string;
}

/** What a form can ask for. */
export type Field =
  | (Common & { readonly is: 'money' | 'files' })
  | (Common & { readonly is: 'text'; readonly longest?: number })
  | (Common & { readonly is: 'instant'; readonly span?: Span })
  | (Common & { readonly is: 'choice'; readonly options: readonly (readonly [string, Key])[] })
  | (Common & { readonly is: 'yesNo'; readonly yes: Key; readonly no: Key });
