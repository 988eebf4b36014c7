/** Tells every window of this browser at once that the sandbox's clock was moved. */
import { facts } from '../api/facts';

const channel = facts.isSandbox ? new BroadcastChannel('parley.clock') : undefined;
const here = new Set<() => void>();
const tell = (): void => {
  for (const listener of here) listener();
};
if (channel) channel.onmessage = tell;

export function clockMoved(): void {
  channel?.postMessage('moved');
  tell();
}

export function onClockMoved(listener: () => void): () => void {
  here.add(listener);
  return () => void here.delete(listener);
}
