/** A mutation as a page needs it: busy or not, and each refusal told in the reader's language. */
import { App } from 'antd';
import { useCallback, useState } from 'react';
import { useClient, type TypedDocumentNode } from 'urql';
import { useWords } from '../words';

interface Refusal {
  readonly message: string;
}

interface Payload {
  readonly userErrors: readonly Refusal[];
}

const payloadOf = (data: object | undefined): Payload | undefined =>
  Object.values(data ?? {}).find(
    (value): value is Payload => typeof value === 'object' && value !== null,
  );

export function useAct<Data extends object, Variables extends object>(
  document: TypedDocumentNode<Data, Variables>,
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
      const payload = payloadOf(data);
      const refusals = payload?.userErrors.map((refusal) => refusal.message);
      const said = refusals ?? [t('page.notSent')];
      for (const sentence of said) void message.error(sentence);
      return said.length === 0;
    },
    [client, document, message, t],
  );
  return { act, isBusy };
}
