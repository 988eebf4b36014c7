import type { ProjectFile } from './project-files';

/** What names the place where it was written, and means nothing to whoever clones the project. */
const FORBIDDEN: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /(?<![\w.@)])\/(?:work|root)\/\w/, what: 'a path of one machine' },
  { pattern: /(?<![\w.@)])\/home\/(?!USER)\w+\//, what: 'a path of one machine' },
  { pattern: /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\.\w+/, what: 'the address of a registry' },
  { pattern: /"resolved"\s*:/, what: 'where a package was downloaded' },
];

/** One sentence for each forbidden thing in each file. */
export function forbiddenTexts(files: readonly ProjectFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    FORBIDDEN.filter(({ pattern }) => pattern.test(text)).map(
      ({ what }) => `${path} holds ${what}`,
    ),
  );
}
