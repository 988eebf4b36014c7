/** The other door: what a socket says to a viewer. */
import { openWire, type Wire, type WireMessage } from '../door/wire';
import type { TestNode } from '../support/node';
import { tokenFor, type ViewerKind } from './viewers';

/** Signs in; a number is the code the socket was closed with instead. */
export async function signIn(node: TestNode, kind: ViewerKind): Promise<Wire | number> {
  const wire = await openWire(node.wsUrl);
  const token = await tokenFor(kind);
  const payload = token === undefined ? {} : { authorization: `Bearer ${token}` };
  wire.send({ type: 'connection_init', payload });
  const first = await Promise.race([wire.closed, wire.next().catch(() => wire.closed)]);
  if ('code' in first) return first.code;
  return wire;
}

/** The messages of one subscription, until so many events have come or it has ended. */
export async function messagesOf(
  wire: Wire,
  payload: object,
  events: number,
): Promise<WireMessage[]> {
  const id = String(Math.random());
  wire.send({ type: 'subscribe', id, payload });
  const messages: WireMessage[] = [];
  while (messages.length < events) {
    messages.push(await wire.nextOf(id));
    if (messages.at(-1)!.type !== 'next') return messages;
  }
  wire.send({ type: 'complete', id });
  return messages;
}

/** The code of the first error; `delivers` when there is none. */
export function answerOf([first]: readonly WireMessage[]): string {
  if (first?.type === 'next' && first.payload.errors === undefined) return 'delivers';
  const errors = first?.type === 'error' ? first.payload : first?.payload?.errors;
  return errors?.[0]?.extensions?.code ?? 'nothing';
}
