/** `npm start`: reads the settings, opens the node, says where to look, stops when told to. */
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

main().catch((error: unknown) => {
  console.error(error instanceof SettingsError ? `Parley cannot start: ${error.message}` : error);
  process.exitCode = 1;
});
