/** Somebody who looks at an inbox: a socket of graphql-transport-ws that counts what it is shown, each entry once and in order. */
import { connect, type Socket } from 'node:net';
import { Frames, pongFrame, textFrame } from './frames';

export interface Asked {
  readonly token: string;
  /** The inbox it will be shown; a name for what is heard of it. */
  readonly inbox: string;
  readonly after?: string;
}

/** What a screen does with each entry it is shown. */
export type OnEntry = (inbox: string, number: number) => void;

const CURSOR = '"cursor":"';
const TO_CURSOR = CURSOR.length;
const DOT = 0x2e;
const QUOTE = 0x22;
const NEXT = '"type":"next"';
const HEAD_END = '\r\n\r\n';
const SWITCHED = /^HTTP\/1\.1 101 /;

export class Screen {
  /** The number of the entry shown last. */
  number: number | undefined;
  /** The text of what was shown last. */
  last = '';
  keepsText = false;
  private head = '';
  private readonly socket: Socket;
  private readonly frames = new Frames({
    onText: (bytes, from, to) => {
      this.read(bytes, from, to);
    },
    onPing: (payload) => void this.socket.write(pongFrame(payload)),
    onClose: (code, reason) => {
      this.fail(`closed with ${code} ${reason}`);
    },
  });
  private onAcknowledged: () => void = () => undefined;
  private readonly take = (chunk: Buffer): void => {
    this.frames.push(chunk);
  };

  constructor(
    private readonly url: URL,
    readonly asked: Asked,
    private readonly query: string,
    private readonly onEntry: OnEntry,
    private readonly fail: (reason: string) => void,
  ) {
    this.socket = connect(Number(url.port), url.hostname);
    this.socket.on('error', (error) => {
      fail(error.message);
    });
    this.socket.setNoDelay(true);
  }

  /** Connects, signs in and subscribes; resolves once it was let in. */
  open(): Promise<void> {
    this.socket.once('connect', () => void this.socket.write(this.upgrade()));
    this.socket.on('data', this.shakeHands);
    return new Promise((resolve) => (this.onAcknowledged = resolve));
  }

  close(): void {
    this.socket.destroy();
  }

  private upgrade(): string {
    return [
      `GET ${this.url.pathname} HTTP/1.1`,
      `Host: ${this.url.host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Sec-WebSocket-Protocol: graphql-transport-ws${HEAD_END}`,
    ].join('\r\n');
  }

  private readonly shakeHands = (chunk: Buffer): void => {
    this.head += chunk.toString('latin1');
    const end = this.head.indexOf(HEAD_END);
    if (end < 0) return;
    if (!SWITCHED.test(this.head)) this.fail(this.head);
    this.socket.off('data', this.shakeHands).on('data', this.take);
    const payload = { authorization: `Bearer ${this.asked.token}` };
    this.socket.write(textFrame({ type: 'connection_init', payload }));
    this.frames.push(Buffer.from(this.head.slice(end + HEAD_END.length), 'latin1'));
    this.head = '';
  };

  private read(bytes: Buffer, from: number, to: number): void {
    const at = bytes.indexOf(CURSOR, from, 'latin1');
    if (at < 0 || at > to) this.readOther(bytes.toString('utf8', from, to));
    else {
      this.show(numberAt(bytes, at + TO_CURSOR));
      if (this.keepsText) this.last = bytes.toString('utf8', from, to);
    }
  }

  private show(number: number): void {
    if (this.number !== undefined && number !== this.number + 1)
      this.fail(`was shown ${number} after ${this.number}`);
    this.number = number;
    this.onEntry(this.asked.inbox, number);
  }

  private readOther(text: string): void {
    if (text.includes('connection_ack')) {
      const { after = null } = this.asked;
      const payload = { query: this.query, variables: { after } };
      this.socket.write(textFrame({ id: '1', type: 'subscribe', payload }));
      this.onAcknowledged();
    } else if (!text.includes('"ping"') || text.includes(NEXT)) this.fail(text);
  }
}

/** The number in a cursor, which ends with it. */
function numberAt(bytes: Buffer, from: number): number {
  const dot = bytes.indexOf(DOT, from);
  return Number.parseInt(bytes.toString('latin1', dot + 1, bytes.indexOf(QUOTE, dot)), 36);
}
