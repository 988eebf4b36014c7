/** The messages of one conversation: the newest at first, earlier ones on demand, new ones as they come (MS-1). */
import { useCallback, useEffect, useState } from 'react';
import { useClient, type Client } from 'urql';
import { followMessages, fromUrql } from '../../client';
import {
  ConversationMessagesDocument,
  MessagesDocument,
  type ChatMessageFragment,
} from '../api/operations';

export type ChatMessage = ChatMessageFragment;

interface Shown {
  readonly messages: readonly ChatMessage[];
  /** Before which cursor there are earlier ones; null: these are all. */
  readonly before: string | null;
}

const AT_A_TIME = 40;
const FRESH = { requestPolicy: 'network-only' } as const;

async function fetchPage(client: Client, id: string, before: string | null): Promise<Shown> {
  const variables = { id, last: AT_A_TIME, before };
  const { data } = await client.query(MessagesDocument, variables, FRESH).toPromise();
  const page = data?.conversation?.messages;
  const earlier = page?.pageInfo.hasPreviousPage === true ? page.pageInfo.startCursor : null;
  return { messages: page?.nodes ?? [], before: earlier };
}

/** Shows the newest, then follows; answers what ends it. */
function followConversation(
  client: Client,
  id: string,
  show: (change: (shown: Shown | undefined) => Shown) => void,
): () => void {
  let isOver = false;
  let stop = () => {};
  void fetchPage(client, id, null).then((page) => {
    if (isOver) return;
    show(() => page);
    const following = followMessages<typeof ConversationMessagesDocument | string, ChatMessage>(
      fromUrql(client),
      {
        query: ConversationMessagesDocument,
        conversationId: id,
        after: page.messages.at(-1)?.number ?? 0,
        onMessage: (message) =>
          show((shown = page) => ({ ...shown, messages: [...shown.messages, message] })),
      },
    );
    // Without a right to it any more the session, or the page's own query, says so.
    stop = () => void following.stop().catch(() => undefined);
    following.done.catch(() => undefined);
  });
  return () => {
    isOver = true;
    stop();
  };
}

export function useMessages(id: string) {
  const client = useClient();
  const [shown, setShown] = useState<Shown>();
  useEffect(() => followConversation(client, id, setShown), [client, id]);
  const before = shown?.before ?? null;
  const loadEarlier = useCallback(async () => {
    const page = await fetchPage(client, id, before);
    setShown((now) => ({ ...page, messages: [...page.messages, ...(now?.messages ?? [])] }));
  }, [client, id, before]);
  return {
    messages: shown?.messages ?? [],
    isLoading: shown === undefined,
    hasEarlier: before !== null,
    loadEarlier,
  };
}
