import { useEffect } from 'react';
import { useClient } from 'urql';
import { MarkReadDocument, UnreadDocument } from '../api/operations';

const FRESH = { requestPolicy: 'network-only' } as const;

/** What a reader has before the eyes is read: once the page is in front, up to the newest message (MS-4). */
export function useMarkRead(conversationId: string, upTo: number): void {
  const client = useClient();
  useEffect(() => {
    if (upTo === 0) return undefined;
    const tell = async () => {
      await client.mutation(MarkReadDocument, { input: { conversationId, upTo } }).toPromise();
      await client.query(UnreadDocument, {}, FRESH).toPromise();
    };
    const mark = () => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', mark);
      void tell();
    };
    document.addEventListener('visibilitychange', mark);
    mark();
    return () => document.removeEventListener('visibilitychange', mark);
  }, [client, conversationId, upTo]);
}
