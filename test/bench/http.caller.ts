/**
 * Requests at a pace of one's own, over connections that are kept, as cheaply as they can be made: whoever asks shares the cores with those
 * who are measured. `fetch` takes two milliseconds of a core for each, `node:http` one.
 */
import { connect, type Socket } from 'node:net';
import { requestOf, type Asked } from './http.load';

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

/** What waits for the answer on a connection. */
interface Waiting {
  readonly resolve: (body: string) => void;
  readonly reject: (error: Error) => void;
}

/** A connection with at most one request under way. */
class Connection {
  private readonly socket: Socket;
  private waiting: Waiting | undefined;
  private answer = '';

  constructor(
    url: URL,
    private readonly onIdle: (connection: Connection) => void,
  ) {
    this.socket = connect(Number(url.port), url.hostname);
    this.socket.setNoDelay(true).setEncoding('utf8');
    this.socket.on('data', (chunk) => {
      this.read(String(chunk));
    });
    this.socket.on('error', (error) => this.waiting?.reject(error));
    this.socket.on('close', () => this.waiting?.reject(new Error('The connection was closed.')));
  }

  ask(request: string): Promise<string> {
    this.socket.write(request);
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.answer += chunk;
    const end = this.answer.indexOf(HEAD_END);
    const length = Number(LENGTH.exec(this.answer)?.[1] ?? NaN);
    const body = this.answer.slice(end + HEAD_END.length);
    if (end < 0 || Buffer.byteLength(body) < length) return;
    const { waiting } = this;
    this.answer = '';
    this.waiting = undefined;
    this.onIdle(this);
    if (Number.isNaN(length)) waiting?.reject(new Error('An answer does not say its length.'));
    else waiting?.resolve(body);
  }
}

export interface Caller {
  /** The body of the answer. */
  readonly ask: (asked: Asked) => Promise<string>;
  readonly close: () => void;
}

export function openCaller(url: string): Caller {
  const all: Connection[] = [];
  const idle: Connection[] = [];
  const open = (): Connection => {
    const connection = new Connection(new URL(url), (done) => idle.push(done));
    all.push(connection);
    return connection;
  };
  return {
    ask: (asked) => (idle.pop() ?? open()).ask(requestOf(url, asked)),
    close: () => {
      for (const connection of all) connection.close();
    },
  };
}
