/** `npm start`: reads the settings, opens the node, says where to look, stops when told to. */
import { QueryFailedError } from 'typeorm';
import { openNode } from './app';
import { readSettings, SettingsError } from './lib/settings';
import { headersOf, openPlayground } from './sandbox/playground';
import { welcome } from './sandbox/welcome';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const node = await openNode(settings);
  const playground = await openPlayground(node.app, node.sandboxSecret);
  const tabs = playground?.steps.map((step) => ({
    query: `# ${step.title}\n${step.query}`,
    headers: headersOf(playground, step),
  }));
  const listening = await node.listen(tabs === undefined ? {} : { tabs });
  console.log(welcome(settings, listening.port, playground));
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= listening.stop().then(() => node.close());
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
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

main().catch((error: unknown) => {
  console.error(said(error));
  // What was opened before would keep the process alive, serving nothing.
  process.exit(1);
});
