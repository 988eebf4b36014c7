/** `npm start`: reads the settings, opens the port, then the node, says where to look, stops when told to. */
import { join } from 'node:path';
import { QueryFailedError } from 'typeorm';
import { openNode, type Node } from './app';
import { openLog } from './lib/log';
import { readSettings, SettingsError, type Settings } from './lib/settings';
import { headersOf, openPlayground } from './sandbox/playground';
import { addViewersRoute } from './sandbox/viewers.routes';
import { welcome } from './sandbox/welcome';
import { Front } from './server/front';
import type { Listening } from './server/server';
import { addWorkbench } from './server/workbench';

interface Started {
  readonly node: Node;
  readonly listening: Listening;
}

/** Beside this file's folder in dist: `npm run build` makes it. */
const WORKBENCH = join(__dirname, '../workbench');

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const front = await Front.open(settings);
  const starting = start(settings, front);
  stopOnSignals(settings, front, starting);
  await starting;
}

async function start(settings: Settings, front: Front): Promise<Started> {
  const node = await openNode(settings, front.readiness);
  const playground = await openPlayground(node.app, node.sandboxSecret);
  const tabs = playground?.steps.map((step) => ({
    query: `# ${step.title}\n${step.query}`,
    headers: headersOf(playground, step),
  }));
  const listening = await node.listen({
    front,
    ...(tabs && { tabs }),
    addPages: (server) => {
      addWorkbench(server, WORKBENCH, settings);
      if (playground !== undefined) addViewersRoute(server, playground);
    },
  });
  console.log(welcome(settings, listening.port, playground));
  return { node, listening };
}

/** A stop takes five seconds at most, the end of the process included; a statement that hangs is rolled back by the database. */
const STOP_MS = 4_500;

/** Told once more, by an operator or by a terminal that tells all its processes, it goes on with what it does. */
function stopOnSignals({ logLevel }: Settings, front: Front, starting: Promise<Started>): void {
  let isStopping = false;
  const onSignal = () => {
    if (isStopping) return;
    isStopping = true;
    front.readiness.drain();
    setTimeout(() => {
      openLog(logLevel).warn('Something hangs: stopped without waiting for it any longer.');
      process.exit(0);
    }, STOP_MS);
    starting.then(stop).catch(fail);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}

async function stop({ node, listening }: Started): Promise<void> {
  await Promise.all([node.sweep.stop(), listening.stop()]);
  await node.close();
  process.exit(0);
}

/** A sentence the operator can act on, or the whole error where only its place in the code tells more. */
function said(error: unknown): unknown {
  if (error instanceof SettingsError) return `Parley cannot start: ${error.message}`;
  if (!(error instanceof Error) || !('code' in error) || error instanceof QueryFailedError)
    return error;
  const isPort = 'syscall' in error && error.syscall === 'listen';
  const what = isPort ? 'HOST and PORT are not free' : 'The database of DATABASE_URL does not open';
  return `Parley cannot start: ${what} (${error.message}).`;
}

function fail(error: unknown): void {
  console.error(said(error));
  // What was opened before would keep the process alive, serving nothing.
  process.exit(1);
}

main().catch(fail);
