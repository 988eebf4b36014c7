/** Clients that take their time on purpose: they lose their connection, and nobody else anything. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Front } from '../../src/server/front';
import { startNode, type TestNode } from '../support/node';
import { buyer } from '../support/people';
import { onSqlite } from '../services/databases';
import { postAs } from './post';

const HEAD =
  'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n';

onSqlite('A slow client', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    const front = await Front.open({ port: 0, host: '127.0.0.1', headersMs: 500 });
    const environment = { REQUESTS_AT_ONCE: '3' };
    node = await startNode(await database.createUrl(), { front, bodyMs: 300, environment });
  });
  afterAll(() => node.stop());

  /** What the server says to somebody who says this and no more; it must end the connection itself. */
  async function answerTo(said: string): Promise<string> {
    const socket: Socket = connect(node.listening.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (data: Buffer) => (heard += data.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    if (said !== '') socket.write(said);
    await once(socket, 'close');
    return heard;
  }

  it.each([
    ['says nothing', ''],
    ['never ends its headers', `${HEAD}X-Slow: a`],
    ['never ends the headers of an upgrade', 'GET /graphql HTTP/1.1\r\nUpgrade: websocket\r\n'],
  ])('that %s is cut off', async (_name, said) => {
    expect(await answerTo(said)).toMatch(/^(HTTP\/1.1 408|$)/);
  });

  it('that never ends its body is told so, and its place is free for others', async () => {
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => answerTo(`${HEAD}\r\n{"query":`)),
    );
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1.1 408/);
      expect(answer).toContain('REQUEST_TIMEOUT');
      expect(answer).toMatch(/connection: close/i);
    }
    const replies = await Promise.all(
      [1, 2, 3].map(() => postAs(node.url, buyer(), { query: '{ serverTime }' })),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
