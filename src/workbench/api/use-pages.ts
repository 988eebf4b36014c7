import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import type { Entry } from './live';
import { useEntries } from './live.query';
import { PageList, type ListRequest, type ListState } from './page.list';

export interface Pages<Node> extends ListState<Node> {
  readonly more: () => void;
  readonly reload: () => void;
}

/**
 * A list that loads as it is scrolled, and is asked anew after acts that move what is in it.
 * `request` must stay the same object while the list is the same.
 */
export function usePages<Data, Node extends { readonly id: string }>(
  request: ListRequest<Data, Node>,
  moves: (entry: Entry) => boolean,
): Pages<Node> {
  const client = useClient();
  const list = useMemo(() => new PageList(client, request), [client, request]);
  const state = useSyncExternalStore(list.subscribe, list.read);
  const more = useCallback(() => list.more(), [list]);
  const reload = useCallback(() => list.reload(), [list]);
  useEntries((entries) => {
    if (entries === 'all' || entries.some(moves)) list.reload();
  });
  return { ...state, more, reload };
}
