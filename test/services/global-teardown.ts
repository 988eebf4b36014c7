export default async function globalTeardown(): Promise<void> {
  for (const service of globalThis.parleyServices?.running ?? []) await service.stop();
}
