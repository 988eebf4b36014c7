import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something is so; a test that waits in vain says for what. */
export async function until(isSo: () => boolean, withinMs = 20_000): Promise<void> {
  const givingUpAt = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > givingUpAt) throw new Error(`Waited in vain for ${isSo.toString()}`);
    await wait(1);
  }
}
