import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeJwt, jwtVerify } from 'jose';
import { callerFor, signToken } from '../../src/story';

type Reply = readonly [status: number, body: string, headers?: Record<string, string>];

let server: Server;
let url: string;
let replies: Reply[];
let requests: { headers: IncomingMessage['headers']; body: string }[];

/** A real HTTP server that answers with what a test laid ready. */
beforeEach(async () => {
  replies = [];
  requests = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      requests.push({ headers: request.headers, body });
      const [status, reply, headers = {}] = replies.shift() ?? [200, '{"data":{}}'];
      response.writeHead(status, headers).end(reply);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

describe('calling the API', () => {
  it('asks as a person, in a language, and answers the data', async () => {
    replies.push([200, '{"data":{"serverTime":"now"}}']);
    expect(await callerFor(url, 'a-token', 'zh-CN')('{ serverTime }', { a: 1 })).toEqual({
      serverTime: 'now',
    });
    expect(requests[0]?.headers).toMatchObject({
      authorization: 'Bearer a-token',
      'accept-language': 'zh-CN',
    });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      query: '{ serverTime }',
      variables: { a: 1 },
    });
  });

  it.each([429, 503])('comes again after %d, when the server says so', async (status) => {
    const body = '{"errors":[{"message":"Not now."}]}';
    replies.push(
      [status, body, { 'retry-after': '0' }],
      [status, body, { 'retry-after': '0' }],
      [200, '{"data":{"a":1}}'],
    );
    expect(await callerFor(url, 'a-token')('{ a }')).toEqual({ a: 1 });
    expect(requests).toHaveLength(3);
  });

  it('says what the server answered instead of data', async () => {
    replies.push([
      400,
      '{"errors":[{"message":"No such field.","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}',
    ]);
    await expect(callerFor(url, 'a-token')('{ a }')).rejects.toThrow(
      'GRAPHQL_VALIDATION_FAILED: No such field.',
    );
    replies.push([502, '<html>Bad gateway</html>']);
    await expect(callerFor(url, 'a-token')('{ a }')).rejects.toThrow('HTTP 502');
  });

  it('says where nobody answers', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(callerFor(url, 'a-token')('{ a }')).rejects.toThrow(
      `No server answers at ${url}.`,
    );
  });
});

describe('signing a token', () => {
  const secret = 'a secret of at least thirty-two bytes';

  it('AC-2 gives sellers their shop and all permissions', async () => {
    const token = await signToken(secret, { role: 'SELLER', sub: 'seat-1', shop: 'shop-1' });
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret));
    expect(payload).toMatchObject({
      sub: 'seat-1',
      role: 'SELLER',
      shop: 'shop-1',
      permissions: ['owner'],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(86_400);
  });

  it('gives others their role alone', async () => {
    const token = await signToken(secret, { role: 'SYSTEM', sub: 'replay' });
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(['exp', 'iat', 'role', 'sub']);
  });
});
