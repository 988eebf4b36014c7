/** A client as it should be: every act has a key, and whoever does not know what became of it asks again, elsewhere. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../services/scale';
import { cachedToken } from '../support/call';
import type { Person } from '../support/people';

/** One mutation, made up before it is sent. */
export interface Plan {
  readonly by: Person;
  readonly mutation: string;
  /** What is selected of the payload beside `userErrors`. */
  readonly selects: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Unique to this act, and written into what it makes wherever that has a text. */
  readonly key: string;
}

export type Payload = Readonly<Record<string, any>> & {
  readonly userErrors: readonly { readonly code: string }[];
};

export interface Outcome {
  readonly kind: 'done' | 'refused' | 'abandoned';
  readonly payload: Payload | undefined;
  /** Attempts whose outcome stayed unknown. */
  readonly unknown: number;
}

export interface CallerOptions {
  /** False is the naive client: it repeats what it does not know about without saying that it repeats. */
  readonly sendsKeys: boolean;
}

/** Longer than nodes are stopped: most that is late still comes. */
const PATIENCE_MS = 2_500;
/** Far longer than any fault: if nobody answers by then, something stays broken. */
const GIVE_UP_MS = 90_000;

/** Answers that say "ask again": the act may or may not have happened. */
const UNKNOWN = new Set(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']);

export class Caller {
  /** Answers with a masked fault: promises are kept all the same, but each is worth a look into the logs. */
  masked = 0;
  unknown = 0;

  constructor(
    private readonly urls: readonly string[],
    private readonly options: CallerOptions = { sendsKeys: true },
  ) {}

  /** Asks until it knows. With `gives up` it leaves after the first attempt whose outcome it does not know. */
  async perform(plan: Plan, random: Random, givesUp = false): Promise<Outcome> {
    const until = performance.now() + GIVE_UP_MS;
    let at = random.int(0, this.urls.length - 1);
    for (let unknown = 0; ; unknown += 1, at += 1) {
      const payload = await this.attempt(this.urls[at % this.urls.length]!, plan);
      if (payload !== undefined)
        return { kind: payload.userErrors.length > 0 ? 'refused' : 'done', payload, unknown };
      this.unknown += 1;
      if (givesUp) return { kind: 'abandoned', payload: undefined, unknown: unknown + 1 };
      if (performance.now() > until)
        throw new Error(`Nobody has answered ${plan.mutation} for ${GIVE_UP_MS} ms.`);
      await wait(random.int(20, 120));
    }
  }

  /** The payload, or undefined when it is unknown what became of it. */
  private async attempt(url: string, plan: Plan): Promise<Payload | undefined> {
    const answer = await this.post(url, plan);
    const [error] = answer?.errors ?? [];
    if (answer === undefined || error === undefined) return answer?.data?.made;
    const code = error.extensions?.code ?? '';
    if (code === 'INTERNAL_SERVER_ERROR') this.masked += 1;
    if (UNKNOWN.has(code)) return undefined;
    throw new Error(`${plan.mutation}: ${JSON.stringify(answer.errors)}`);
  }

  private async post(url: string, plan: Plan): Promise<Answer | undefined> {
    const token = await cachedToken(plan.by);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(this.request(plan)),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return (await response.json()) as Answer;
    } catch {
      return undefined; // cut, refused, silent, or an answer that broke off
    }
  }

  private request({ mutation, selects, input, key }: Plan) {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { made: ${mutation}(input: $input) { ${selects} userErrors { code } } }`;
    const keyed = this.options.sendsKeys ? { ...input, idempotencyKey: key } : input;
    return { query, variables: { input: keyed } };
  }
}

interface Answer {
  readonly data?: { readonly made?: Payload } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}
