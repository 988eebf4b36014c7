import { forbiddenTexts } from './committed-text';
import { projectFiles } from './project-files';

describe('committed text', () => {
  test('names no machine and no registry, in the lockfile neither', () => {
    const files = projectFiles();
    expect(files.map(({ path }) => path)).toContain('package-lock.json');
    expect(forbiddenTexts(files)).toEqual([]);
  });

  // Put together here, so that this file holds none of them.
  test.each([
    ['a work folder', ['', 'work', 'main'].join('/')],
    ['a home folder', ['', 'home', 'ann', 'parley'].join('/')],
    ['a registry', ['https://registry', 'npmjs', 'org/graphql'].join('.')],
    ['an address in a lockfile', ['"', 'resolved', '": "…"'].join('')],
  ])('%s is found', (_what, text) => {
    expect(forbiddenTexts([{ path: 'README.md', text: `see ${text}` }])).toHaveLength(1);
  });

  test.each(['src/work/main.ts', 'https://example.org/work/a', '../work/main'])(
    '%s is nobody’s machine',
    (text) => {
      expect(forbiddenTexts([{ path: 'README.md', text }])).toEqual([]);
    },
  );
});
