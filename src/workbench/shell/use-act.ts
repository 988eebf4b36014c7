/** A mutation as a page needs it: busy or not, and each refusal told in the reader's language. */
import { App } from 'antd';
import { useCallback, useState } from 'react';
import { useClient, type TypedDocumentNode } from 'urql';
import { useWords } from '../words';

export interface Refusal {
  readonly message: string;
  /** The path of the value at fault. */
  readonly field: readonly string[] | null;
}

interface Payload {
  readonly userErrors: readonly Refusal[];
}

const payloadOf = (data: object | undefined): Payload | undefined =>
  Object.values(data ?? {}).find(
    (value): value is Payload => typeof value === 'object' && value !== null,
  );

/** Refusals are told at the edge of the page, or by `onRefused` where a form has a better place for them. */
export function useAct<Data extends object, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
  onRefused?: (refusals: readonly Refusal[]) => void,
) {
  const client = useClient();
  const { message } = App.useApp();
  const { t } = useWords();
  const [isBusy, setBusy] = useState(false);
  /** Answers whether it was done; a refusal has been told by then. */
  const act = useCallback(
    async (variables: Variables): Promise<boolean> => {
      setBusy(true);
      const { data } = await client.mutation(document, variables).toPromise();
      setBusy(false);
      const refusals = payloadOf(data)?.userErrors;
      if (refusals === undefined) void message.error(t('page.notSent'));
      else if (onRefused !== undefined) onRefused(refusals);
      else for (const refusal of refusals) void message.error(refusal.message);
      return refusals?.length === 0;
    },
    [client, document, message, onRefused, t],
  );
  return { act, isBusy };
}
