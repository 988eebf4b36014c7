/**
 * The leanest live server we know how to write by hand: `ws`, one query per wake-up, one text per entry. It has one document, no
 * languages, no rights that end, and keeps what a slow reader does not take in memory.
 */
import { createServer } from 'node:http';
import { createPool } from 'mysql2/promise';
import { WebSocketServer, type WebSocket } from 'ws';
import { Acceptances } from './ws.accept';
import { channelOf, LiveBell, type Ring } from './live.bell';
import { LiveRows, type Numbered } from './live.rows';
import { openTokens } from './tokens';

const env = process.env as Record<'DATABASE_URL' | 'AUTH_SECRET' | 'REDIS_URL' | 'EPOCH', string>;
const db = createPool({ uri: env.DATABASE_URL, connectionLimit: 16, timezone: 'Z' });
const claimsOf = openTokens(env.AUTH_SECRET);
const rows = new LiveRows(db, env.EPOCH);

/** An inbox somebody looks at. */
interface Watched {
  position: number;
  readonly sockets: Set<WebSocket>;
}
const watched = new Map<string, Watched>();

const textOf = ({ entry }: Numbered): string =>
  JSON.stringify({ id: '1', type: 'next', payload: { data: { inbox: entry } } });

/** One read at a time: what rings meanwhile is read next. */
let rung = new Set<string>();
let isReading = false;

async function deliver(rings: readonly Ring[]): Promise<void> {
  for (const { id, number } of rings)
    if (number > (watched.get(id)?.position ?? Infinity)) rung.add(id);
  if (isReading) return;
  isReading = true;
  while (rung.size > 0) await deliverRung();
  isReading = false;
}

async function deliverRung(): Promise<void> {
  const places = [...rung].map((inbox) => ({ inbox, after: watched.get(inbox)?.position ?? 0 }));
  rung = new Set();
  for (const numbered of await rows.afterEach(places)) {
    const log = watched.get(numbered.inbox);
    if (log === undefined) continue;
    log.position = numbered.number;
    const text = textOf(numbered);
    for (const socket of log.sockets) socket.send(text);
  }
}

async function subscribe(socket: WebSocket, inbox: string, cursor: string | null): Promise<void> {
  const missed =
    cursor === null ? [] : await rows.after({ inbox, after: rows.numberOf(inbox, cursor) });
  const head = missed.at(-1)?.number ?? (await rows.head(inbox));
  for (const numbered of missed) socket.send(textOf(numbered));
  const log = watched.get(inbox) ?? { position: head, sockets: new Set() };
  watched.set(inbox, log);
  log.sockets.add(socket);
  socket.on('close', () => {
    log.sockets.delete(socket);
    if (log.sockets.size === 0) watched.delete(inbox);
  });
}

interface Message {
  readonly type: string;
  readonly payload: { authorization?: string; variables?: { after: string | null } };
}

function serve(socket: WebSocket): void {
  let inbox = '';
  socket.on('message', (data: Buffer) => {
    const { type, payload } = JSON.parse(data.toString()) as Message;
    if (type === 'subscribe') void subscribe(socket, inbox, payload.variables?.after ?? null);
    if (type !== 'connection_init') return;
    void claimsOf(payload.authorization).then(({ shop, sub }) => {
      inbox = shop === undefined ? `buyer:${sub}` : `shop:${shop}`;
      socket.send('{"type":"connection_ack"}');
    });
  });
}

const bell = new LiveBell(env.REDIS_URL, channelOf(env.EPOCH), (rings) => void deliver(rings));
const acceptances = new Acceptances(db, claimsOf, (rings) => {
  void deliver(rings);
  void bell.ring(rings);
});
const server = createServer((request, response) => void acceptances.answer(request, response));
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', serve);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on ${typeof address === 'object' ? address?.port : ''}`);
});
