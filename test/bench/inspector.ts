/** What V8 says of a process that was started with `inspected(port)`: no door of the product is needed for it. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

export const inspected = (port: number): { NODE_OPTIONS: string } => ({
  NODE_OPTIONS: `--inspect=127.0.0.1:${port}`,
});

export interface Inspector {
  readonly ask: <R>(method: string, params?: object) => Promise<R>;
  readonly close: () => void;
}

export async function openInspector(port: number): Promise<Inspector> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets[0]!.webSocketDebuggerUrl, { maxPayload: 2 ** 30 });
  await once(socket, 'open');
  const waiting = new Map<number, (result: unknown) => void>();
  let last = 0;
  socket.on('message', (data: Buffer) => {
    const { id, result } = JSON.parse(data.toString()) as { id: number; result: unknown };
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  return {
    ask: (method, params = {}) =>
      new Promise((resolve) => {
        waiting.set(++last, resolve as (result: unknown) => void);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => {
      socket.close();
    },
  };
}

/** Bytes in use on the heap, once what nobody uses is gone. */
export async function heapUsed({ ask }: Inspector): Promise<number> {
  for (let time = 0; time < 3; time += 1) await ask('HeapProfiler.collectGarbage');
  return (await ask<{ usedSize: number }>('Runtime.getHeapUsage')).usedSize;
}

interface Allocated {
  readonly selfSize: number;
  readonly children: readonly Allocated[];
}

const sizeOf = ({ selfSize, children }: Allocated): number =>
  children.reduce((sum, child) => sum + sizeOf(child), selfSize);

/** Bytes allocated meanwhile that outlived two collections of young objects, also those that a full collection has found since. */
export async function grownOld({ ask }: Inspector, work: () => Promise<unknown>): Promise<number> {
  const options = { samplingInterval: 16_384, includeObjectsCollectedByMajorGC: true };
  await ask('HeapProfiler.startSampling', options);
  await work();
  const { profile } = await ask<{ profile: { head: Allocated } }>('HeapProfiler.stopSampling');
  return sizeOf(profile.head);
}
