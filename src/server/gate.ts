/**
 * What every HTTP request passes before anything is read of it: how often its address asks, how many are under way, how long
 * its body may take. Operators' pages are let through, as they are needed most when the rest is refused.
 *
 * A counter of our own: @fastify/under-pressure judges by the delay of the event loop and by memory, which say nothing while
 * hundreds of requests wait for a database that hangs.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../lib/log';
import { asGraphQLError, failure, faultOf, overloaded } from './errors';
import type { Limits } from './limits';
import { refuse } from './reply';

const FREE = new Set(['/healthz', '/readyz', '/metrics']);

export interface GateOptions {
  /** How long the body of a request may take. Files have their own time: their bodies are read by their route. */
  readonly bodyMs: number;
}

/** A request under way. It counts until its answer has left; a client that goes away early leaves its work behind. */
interface Held {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  isAtWork: boolean;
  hasLeft: boolean;
}

export class Gate {
  private readonly held = new Map<FastifyRequest, Held>();

  constructor(
    private readonly limits: Limits,
    private readonly log: Log,
    private readonly options: GateOptions,
  ) {}

  /** How many requests are under way. */
  get size(): number {
    return this.held.size;
  }

  addTo(server: FastifyInstance): void {
    server.addHook('onRequest', async (request, reply) => {
      if (!FREE.has(request.routeOptions.url ?? '')) await this.enter(request, reply);
    });
    server.addHook('preHandler', async (request) => {
      const held = this.held.get(request);
      if (held !== undefined) held.isAtWork = true;
    });
    server.addHook('onSend', async (request) => {
      const held = this.held.get(request);
      if (held === undefined) return;
      held.isAtWork = false;
      if (held.hasLeft) this.leave(held);
    });
  }

  /** Answers what is still under way with 503: nothing can be waited for any longer. */
  async giveUp(): Promise<void> {
    for (const { request, reply } of [...this.held.values()])
      if (!reply.sent) await refuse(this.log, request, reply, [overloaded()]);
  }

  private async enter(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      this.limits.countAddress(this.limits.addressOf(request.raw));
      if (!this.limits.requests.take()) throw overloaded();
    } catch (error) {
      await refuse(this.log, request, reply, [asGraphQLError(error) ?? faultOf(error)]);
      return;
    }
    const held: Held = { request, reply, isAtWork: false, hasLeft: false };
    this.held.set(request, held);
    const timer = setTimeout(() => void this.endSlow(held), this.options.bodyMs);
    reply.raw.once('close', () => {
      clearTimeout(timer);
      held.hasLeft = true;
      if (!held.isAtWork) this.leave(held);
    });
  }

  /** A body that trickles in keeps a place that others need. */
  private async endSlow({ request, reply, isAtWork }: Held): Promise<void> {
    if (isAtWork || reply.sent) return;
    void reply.header('connection', 'close');
    const error = failure('The request took too long to come.', 'REQUEST_TIMEOUT', 408);
    await refuse(this.log, request, reply, [error]);
  }

  private leave({ request }: Held): void {
    if (this.held.delete(request)) this.limits.requests.giveBack();
  }
}
