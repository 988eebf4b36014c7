import { setTimeout as wait } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { followInbox, fromGraphQLWs, type Following } from '../client';
import { AnswerDiffers } from './answer.check';

/** An entry as the demo's screens ask for it. */
export interface ScreenEntry {
  readonly cursor: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly message: { readonly id: string; readonly sender: string; readonly text: string } | null;
  readonly order: {
    readonly orderNo: string;
    readonly shipBy: string;
    readonly shipBySource: string;
  } | null;
  readonly proposal: { readonly number: number; readonly status: string } | null;
  readonly ticket: ScreenTicket | null;
  readonly violation: { readonly points: number; readonly multiplesCrossed: number[] } | null;
}

/** What a screen shows of a ticket; `evidenceWaived` is null on a buyer's (AC-5). */
interface ScreenTicket {
  readonly category: string;
  readonly status: string;
  readonly reply: { readonly option: string } | null;
  readonly outcome: string | null;
  readonly evidenceWaived: boolean | null;
}

const INBOX = `subscription Screen($after: String) {
  inbox(after: $after) {
    ... on InboxEntry {
      cursor kind occurredAt
      message { id sender text }
      order { orderNo shipBy shipBySource }
      proposal { number status }
      ticket { category status reply { option } outcome evidenceWaived }
      violation { points multiplesCrossed }
    }
    ... on InboxResync { reason head }
  }
}`;

/** What arrives later than this has not arrived: a lost wake-up costs 2 s at most (IN-7). */
const WITHIN_MS = 5_000;

/** Somebody's screen: the inbox as it comes by subscription, read one entry after the other. */
export class LiveScreen {
  private readonly entries: ScreenEntry[] = [];
  private readonly client: Client;
  private readonly following: Following;
  private failure: Error | undefined;

  /**
   * @param after the inbox's head before the story begins
   * @param language in which messages are worded, as in Accept-Language
   */
  constructor(url: string, token: string, language: 'en' | 'zh-CN', after: string) {
    this.client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}`, language },
    });
    this.following = followInbox<string, ScreenEntry>(fromGraphQLWs(this.client), {
      query: INBOX,
      after,
      onEntry: (entry) => void this.entries.push(entry),
      onResync: ({ reason }) => {
        throw new AnswerDiffers(`A screen was told to start over: ${reason ?? 'no reason'}`);
      },
    });
    this.following.done.catch((failure: unknown) => (this.failure = failure as Error));
  }

  /** The next entry; throws when none comes in time, or why the subscription ended. */
  async next(): Promise<ScreenEntry> {
    const givingUpAt = performance.now() + WITHIN_MS;
    while (performance.now() < givingUpAt) {
      const entry = this.entries.shift();
      if (entry) return entry;
      if (this.failure) throw this.failure;
      await wait(5);
    }
    throw new AnswerDiffers(`Nothing arrived on a screen within ${WITHIN_MS / 1000} s.`);
  }

  async off(): Promise<void> {
    if (!this.failure) await this.following.stop();
    await this.client.dispose();
  }
}
