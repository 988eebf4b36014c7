/** The frames of a WebSocket as cheaply as they can be read: what is measured is the server, not who listens to it. */

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;
const FINAL = 0x80;
const MASKED = 0x80;
/** A mask of zeros leaves the payload as it is. */
const MASK = Buffer.alloc(4);

export interface Listener {
  onText(bytes: Buffer, from: number, to: number): void;
  onPing(payload: Buffer): void;
  onClose(code: number, reason: string): void;
}

function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126)
    return Buffer.concat([Buffer.from([FINAL | opcode, MASKED | length]), MASK, payload]);
  const head = Buffer.from([FINAL | opcode, MASKED | 126, length >> 8, length & 0xff]);
  return Buffer.concat([head, MASK, payload]);
}

export const textFrame = (message: object): Buffer =>
  clientFrame(TEXT, Buffer.from(JSON.stringify(message)));

export const pongFrame = (payload: Buffer): Buffer => clientFrame(PONG, payload);

export class Frames {
  private rest: Buffer | undefined;

  constructor(private readonly listener: Listener) {}

  push(chunk: Buffer): void {
    const bytes = this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk]);
    let at = 0;
    for (let end = endOf(bytes, at); end <= bytes.length; end = endOf(bytes, at)) {
      this.take(bytes, at, end);
      at = end;
    }
    this.rest = at < bytes.length ? bytes.subarray(at) : undefined;
  }

  private take(bytes: Buffer, at: number, end: number): void {
    const opcode = bytes[at]! & 0xf;
    const from = at + headLength(bytes[at + 1]!);
    if (opcode === TEXT) this.listener.onText(bytes, from, end);
    else if (opcode === PING) this.listener.onPing(bytes.subarray(from, end));
    else if (opcode === CLOSE)
      this.listener.onClose(bytes.readUInt16BE(from), bytes.toString('utf8', from + 2, end));
  }
}

const headLength = (length: number): number => (length < 126 ? 2 : length === 126 ? 4 : 10);

/** Where the frame that begins here ends; beyond everything while its head has not come. */
function endOf(bytes: Buffer, at: number): number {
  if (bytes.length < at + 2) return Infinity;
  const short = bytes[at + 1]!;
  const head = headLength(short);
  if (bytes.length < at + head) return Infinity;
  if (short < 126) return at + head + short;
  return at + head + (short === 126 ? bytes.readUInt16BE(at + 2) : bytes.readUInt32BE(at + 6));
}
