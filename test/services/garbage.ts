import WebSocket from 'ws';
import { once } from 'node:events';

/** The heap of another process once all garbage is collected, in bytes; it runs with `--inspect=127.0.0.1:PORT`. */
export async function heapOf(inspectPort: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${String(inspectPort)}/json`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target!.webSocketDebuggerUrl);
  await once(socket, 'open');
  await tell(socket, 'HeapProfiler.collectGarbage', {});
  const expression = 'process.memoryUsage().heapUsed';
  const { result } = (await tell(socket, 'Runtime.evaluate', { expression })) as {
    result: { value: number };
  };
  socket.close();
  return result.value;
}

async function tell(socket: WebSocket, method: string, params: object): Promise<unknown> {
  socket.send(JSON.stringify({ id: 1, method, params }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  return (JSON.parse(data.toString('utf8')) as { result: unknown }).result;
}
