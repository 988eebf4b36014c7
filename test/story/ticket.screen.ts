import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { followInbox, fromGraphQLWs } from '../../src/client';
import { until } from '../client/until';
import { cachedToken } from '../support/call';
import type { TestNode } from '../support/node';
import type { Person } from '../support/people';

/** Everything there is to see of a ticket: what somebody may not see must be missing although it is asked for (AC-5). */
export const TICKET = `id category statement status openedAt dueAt closedAt appealBy outcome evidenceWaived evidenceUntil
  assignee { seatId } contacts { id note counts notCountingReason evidence { id fileName } } evidence { id fileName }
  reply { option remark noContactReason seat evidence { id } } urges { urgedAt automatic note }
  judgment { verdict reason evidence { id } } appeal { status reason note verdict }
  conversation { id messages(first: 100) { nodes { id text } } } history { rule from to }`;

const INBOX = `subscription ($after: String) { inbox(after: $after) {
  ... on InboxEntry { cursor kind occurredAt actor message { id sender code text } order { id } ticket { ${TICKET} }
    compensation { kind status amount { amountMinor } }
    violation { id note points multiplesCrossed revokedAt evidence { id } } }
  ... on InboxResync { reason head } } }`;

/** Somebody's inbox as the client helper brings it, over a WebSocket of its own. */
export interface Screen {
  /** All entries since it was opened, in the order they came. */
  readonly entries: readonly any[];
  /** Waits until the log is read to its head, and answers the kinds of all that came. */
  kinds(): Promise<string[]>;
  /** Cuts the wire, as a lost network does: the helper must come back by itself. */
  cut(): void;
  close(): Promise<void>;
}

/** Follows from the inbox's head on. */
export async function openScreen(node: TestNode, person: Person): Promise<Screen> {
  const headOf = async (): Promise<string> =>
    (await node.ask(person, '{ inboxHead }')).data.inboxHead;
  const start = await headOf();
  const client = createClient({
    url: node.wsUrl,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${await cachedToken(person)}` },
  });
  const entries: any[] = [];
  const problems: unknown[] = [];
  const following = followInbox<string, any>(fromGraphQLWs(client), {
    query: INBOX,
    after: start,
    onEntry: (entry) => void entries.push(entry),
    onResync: (resync) => void problems.push(resync),
    waitMs: () => 5,
  });
  following.done.catch((failure: unknown) => problems.push(failure));
  return {
    entries,
    async kinds() {
      const head = await headOf();
      const reached = () => (entries.at(-1)?.cursor ?? start) === head;
      await until(() => reached() || problems.length > 0);
      if (problems.length > 0) throw new Error(`A screen failed: ${JSON.stringify(problems)}`);
      return entries.map(({ kind }) => kind);
    },
    cut: () => client.terminate(),
    async close() {
      await following.stop();
      await client.dispose();
    },
  };
}
