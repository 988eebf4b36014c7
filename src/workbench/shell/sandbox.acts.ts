/** What the sandbox's bar does, through the API like everything else, as the viewer who may. */
import { print } from 'graphql';
import type { TypedDocumentNode } from 'urql';
import { AdvanceClockDocument } from '../api/operations';
import { setServerTime } from '../time/clock';
import { clockMoved } from '../time/clock.moves';

/** One operation by the holder of `token`; throws when it was not answered. */
export async function callAs<Data, Variables>(
  token: string,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: print(document), variables }),
  });
  const { data } = (await response.json()) as { data?: Data | null };
  if (data === undefined || data === null) throw new Error(`HTTP ${response.status}`);
  return data;
}

/** Moves the one clock, and everybody's countdowns with it (TM-1). */
export async function moveClock(token: string, by: string): Promise<void> {
  const { sandboxClockAdvance } = await callAs(token, AdvanceClockDocument, { by });
  if (sandboxClockAdvance.serverTime !== null) setServerTime(sandboxClockAdvance.serverTime);
  clockMoved();
}
