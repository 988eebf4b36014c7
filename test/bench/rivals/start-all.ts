/** Starts rivals side by side, and takes their names in the order given: a start is nothing that is measured here, and there are two cores. */
export async function startAll<N extends string, T>(
  names: readonly N[],
  start: (name: N) => Promise<T>,
): Promise<Record<N, T>> {
  const started = await Promise.all(names.map(async (name) => [name, await start(name)] as const));
  return Object.fromEntries(started) as Record<N, T>;
}

export async function stopAll(servers: readonly { stop(): Promise<void> }[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
