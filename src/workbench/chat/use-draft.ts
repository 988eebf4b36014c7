/**
 * What was written and not sent, by person and conversation: a session that ends while somebody writes does not take it along.
 * Kept as long as the tab.
 */
import { useState } from 'react';
import { Kept } from '../session/kept';
import { useSession } from '../session/session.context';

const kept = new Kept('sessionStorage', 'parley.drafts');

type Drafts = Readonly<Record<string, string>>;

const drafts = (): Drafts => JSON.parse(kept.read() ?? '{}') as Drafts;

function keep(key: string, text: string): void {
  kept.write(JSON.stringify({ ...drafts(), [key]: text === '' ? undefined : text }));
}

/** Whoever signs out leaves nothing behind. */
export const forgetDrafts = (): void => kept.forget();

export function useDraft(conversationId: string): [string, (text: string) => void] {
  const { viewer } = useSession();
  const key = `${viewer.id} ${conversationId}`;
  const [text, setText] = useState(() => drafts()[key] ?? '');
  const write = (written: string): void => {
    keep(key, written);
    setText(written);
  };
  return [text, write];
}
