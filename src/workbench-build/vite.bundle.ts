import { join } from 'node:path';
import type { InlineConfig } from 'vite' with { 'resolution-mode': 'import' };

const configFor = (project: string, outDir: string, watch: boolean): InlineConfig => ({
  configFile: false,
  root: join(project, 'src/workbench'),
  // Where Vite keeps what it found out: beside all else that is made.
  cacheDir: join(project, 'dist/vite'),
  logLevel: watch ? 'info' : 'warn',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir,
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    // Every browser that runs es2022 preloads modules by itself.
    modulePreload: { polyfill: false },
    // The page's Content-Security-Policy lets no data: address pass but for pictures.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
    // Ant Design marks its files for servers that render React; this page is rendered in browsers only.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
    ...(watch && { watch: {} }),
  },
});

/** Vite with nothing of its own but the settings above; answers the folder it wrote. */
export async function bundle(project: string, { watch = false } = {}): Promise<string> {
  const folder = join(project, 'dist/workbench');
  const { build } = await import('vite');
  await build(configFor(project, folder, watch));
  return folder;
}
