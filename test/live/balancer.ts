/**
 * What stands in front of several nodes: asks each whether it is ready, sends requests to those that are, and on to the next
 * only where no connection came about. A node that was sent a request must answer it.
 */
import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

export interface Answered {
  readonly status: number;
  readonly body: string;
}

interface Backend {
  readonly url: string;
  isReady: boolean;
}

export class Balancer {
  /** Requests that were sent and not answered, or answered with anything but 200. */
  readonly failures: string[] = [];
  answered = 0;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 50 });
  private readonly backends: Backend[];
  private turn = 0;
  private isOn = true;
  private readonly looking: Promise<void>;

  constructor(urls: readonly string[]) {
    this.backends = urls.map((url) => ({ url, isReady: false }));
    this.looking = Promise.all(this.backends.map((backend) => this.watch(backend))).then();
  }

  isReady(url: string): boolean {
    return this.backends.some((backend) => backend.url === url && backend.isReady);
  }

  /** The body of the answer; undefined when it failed, which is noted. */
  async post(headers: Record<string, string>, body: string): Promise<string | undefined> {
    for (;;) {
      const backend = await this.next();
      try {
        const answer = await send(this.agent, backend.url, headers, body);
        this.answered += 1;
        if (answer.status === 200) return answer.body;
        this.failures.push(`${String(answer.status)} ${answer.body}`);
        return undefined;
      } catch (error) {
        if ((error as { code?: string }).code === 'ECONNREFUSED') {
          backend.isReady = false;
          continue;
        }
        this.failures.push(String(error));
        return undefined;
      }
    }
  }

  async stop(): Promise<void> {
    this.isOn = false;
    await this.looking;
    this.agent.destroy();
  }

  private async next(): Promise<Backend> {
    for (;;) {
      const ready = this.backends.filter(({ isReady }) => isReady);
      if (ready.length > 0) return ready[(this.turn += 1) % ready.length]!;
      await wait(LOOK_EVERY_MS);
    }
  }

  private async watch(backend: Backend): Promise<void> {
    while (this.isOn) {
      backend.isReady = await fetch(new URL('/readyz', backend.url)).then(
        async (response) => (await response.text()) !== '' && response.status === 200,
        () => false,
      );
      await wait(LOOK_EVERY_MS);
    }
  }
}

function send(
  agent: Agent,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).once('error', reject);
      response.once('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() });
      });
    });
    sent.once('error', reject).end(body);
  });
}
