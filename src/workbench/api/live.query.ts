/** A page's query, asked anew whenever an act concerns it: that brings what an entry does not carry (IN-6). */
import { useCallback, useEffect, useEffectEvent } from 'react';
import { useQuery, type AnyVariables, type TypedDocumentNode } from 'urql';
import { useSession } from '../session/session.context';
import type { EntriesListener, Entry } from './live';

/** Tells of the entries of the inbox as they come. */
export function useEntries(onEntries: EntriesListener): void {
  const { live } = useSession();
  const told = useEffectEvent(onEntries);
  useEffect(() => live.listen((entries) => told(entries)), [live]);
}

export function useLiveQuery<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  concerns: (entry: Entry) => boolean,
) {
  const [result, ask] = useQuery<Data, Variables>({ query, variables } as never);
  const again = useCallback(() => ask({ requestPolicy: 'network-only' }), [ask]);
  useEntries((entries) => {
    if (entries === 'all' || entries.some(concerns)) again();
  });
  return { ...result, again };
}
