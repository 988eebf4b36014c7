/** `npm start`: reads the settings, opens the node, says where to look, stops when told to. */
import { openNode } from './app';
import { readSettings, SettingsError } from './lib/settings';
import { welcome } from './sandbox/welcome';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const node = await openNode(settings);
  const listening = await node.listen();
  console.log(await welcome(node.app, node.sandboxSecret, listening.port));
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
