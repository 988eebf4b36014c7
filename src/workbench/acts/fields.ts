import type { Key } from '../words';

interface Common {
  /** The field of the mutation's input. */
  readonly name: string;
  readonly label: Key;
  readonly isRequired?: boolean;
}

/** What a form can ask for. */
export type Field =
  | (Common & { readonly is: 'text' | 'instant' | 'money' | 'files' | 'proofs' })
  | (Common & { readonly is: 'choice'; readonly options: readonly (readonly [string, Key])[] })
  | (Common & { readonly is: 'yesNo'; readonly yes: Key; readonly no: Key });
