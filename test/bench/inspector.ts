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

const OLD_BYTES = `require('v8').getHeapSpaceStatistics()
  .find(({ space_name: name }) => name === 'old_space').space_used_size`;

/** Bytes of objects that outlived two collections of young ones, and of what they hold, though nobody may use it any more. */
export async function oldBytes({ ask }: Inspector): Promise<number> {
  const { result } = await ask<{ result: { value: number } }>('Runtime.evaluate', {
    expression: OLD_BYTES,
    returnByValue: true,
    includeCommandLineAPI: true, // has `require`
  });
  return result.value;
}
