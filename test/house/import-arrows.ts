import { posix } from 'node:path';
import { preProcessFile } from 'typescript';
import type { ProjectFile } from './project-files';

/**
 * The folders of src, lowest first. A folder may import those of every line above its own;
 * neighbours on one line never meet.
 */
const LAYERS: readonly (readonly string[])[] = [
  ['lib'],
  ['inbox'],
  ['shops'],
  ['conversations'],
  ['orders'],
  ['evidence'],
  ['policies', 'shipping-proposals', 'reports', 'compensation', 'tickets', 'violations'],
  ['metrics'],
  ['sweep'],
  ['sandbox', 'viewer'],
];

/** Folders beside the layers, each with all it may import. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  migrations: ['lib'],
  server: ['lib', 'inbox'],
  client: [],
  story: ['client'],
  demo: ['client', 'story'],
  replay: ['client', 'story'],
  workbench: ['client'],
  'workbench-build': [],
};

/** The files directly in src, and ormconfig.ts: the wiring. It sees all, and nothing sees it. */
const WIRING = '';

/** One sentence for each import that goes against the arrows. */
export function wrongImports(files: readonly ProjectFile[]): string[] {
  return files.flatMap((file) => importedPaths(file).flatMap((target) => judge(file.path, target)));
}

/** Type imports count too: they tie folders together just as tightly. */
function importedPaths({ path, text }: ProjectFile): string[] {
  const { importedFiles } = preProcessFile(text, true, true);
  const relative = importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
  return relative.map(({ fileName }) => posix.join(posix.dirname(path), fileName));
}

function judge(path: string, target: string): string[] {
  const from = folderOf(path);
  const to = folderOf(target);
  if (from === undefined || from === WIRING || from === to) return [];
  const allowed = allowedFor(from);
  if (allowed === undefined) return [`${path}: import-arrows.ts does not know the folder ${from}`];
  if (to !== undefined && allowed.includes(to)) return [];
  return [`${path} imports ${target}, but may import only: ${allowed.join(', ') || 'nothing'}`];
}

function allowedFor(folder: string | undefined): readonly string[] | undefined {
  if (folder === undefined) return undefined;
  const height = LAYERS.findIndex((layer) => layer.includes(folder));
  return height === -1 ? BESIDE[folder] : LAYERS.slice(0, height).flat();
}

/** The folder directly under src; undefined for what lies outside of src. */
function folderOf(path: string): string | undefined {
  if (posix.basename(path, '.ts') === 'ormconfig') return WIRING;
  const [top, folder = WIRING, ...rest] = path.split('/');
  if (top !== 'src') return undefined;
  // `../client` names the folder's index, `../app` a file of the wiring.
  const isFolder = rest.length > 0 || allowedFor(folder) !== undefined;
  return isFolder ? folder : WIRING;
}
