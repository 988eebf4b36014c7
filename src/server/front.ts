/**
 * The port, open before there is anything to serve: while a node starts, whoever asks is told so instead of being refused a
 * connection, and `/healthz` and `/readyz` answer from the first moment.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { overloaded } from './errors';
import { Readiness, readinessAnswer } from './readiness';
import { RETRY_AFTER_S } from './reply';

export interface FrontOptions {
  readonly port: number;
  readonly host: string;
  /** How long the headers of a request may take. */
  readonly headersMs?: number;
}

/** A slow line sends headers within a second. */
const HEADERS_MS = 10_000;
/** A little more than the longest upload: everything else ends earlier. */
const REQUEST_MS = 130_000;
/** Nothing of a request or its answer moved for so long: whoever is at the other end does not read, or is not there. */
const IDLE_MS = 60_000;
/** Longer than the minute that load balancers keep a connection for, so that it is not us who close it under a request. */
const KEEP_ALIVE_MS = 72_000;
/** How often Node looks for requests that take too long. */
const CHECK_MS = 1_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export class Front {
  readonly readiness = new Readiness();
  readonly server: Server;
  private handler: Handler = (request, response) => {
    this.answerMeanwhile(request, response);
  };

  private constructor(headersMs: number) {
    const times = { requestTimeout: REQUEST_MS, connectionsCheckingInterval: CHECK_MS };
    const options = { ...times, headersTimeout: headersMs, keepAliveTimeout: KEEP_ALIVE_MS };
    // Not `server.setTimeout`: a connection that becomes a live socket would keep that timer. Who says nothing at all has `headersMs`.
    this.server = createServer(options, (request, response) => {
      request.socket.setTimeout(IDLE_MS);
      this.handler(request, response);
    });
  }

  /** Listens; throws when the port is taken. */
  static async open({ port, host, headersMs = HEADERS_MS }: FrontOptions): Promise<Front> {
    const front = new Front(headersMs);
    front.server.listen({ port, host });
    await once(front.server, 'listening');
    return front;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** From now on requests go there. */
  handOver(handler: Handler): void {
    this.handler = handler;
  }

  /** Takes no new connections; resolves when those there are have ended. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }

  private answerMeanwhile({ url = '' }: IncomingMessage, response: ServerResponse): void {
    if (url === '/healthz') {
      send(response, 200, { status: 'ok' });
      return;
    }
    const { status, body } = readinessAnswer(this.readiness.phase);
    if (url === '/readyz') {
      send(response, status, body);
      return;
    }
    const { message, extensions } = overloaded();
    const error = { message, extensions: { code: extensions['code'], retryAfter: RETRY_AFTER_S } };
    response.setHeader('retry-after', RETRY_AFTER_S);
    send(response, 503, { errors: [error] });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  const type = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, { ...type, 'x-content-type-options': 'nosniff' });
  response.end(JSON.stringify(body));
}
