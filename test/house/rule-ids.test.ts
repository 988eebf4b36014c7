import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, projectFiles } from './project-files';
import type { ProjectFile } from './project-files';
import { definedIds, titles, unknownIds, untestedIds } from './rule-ids';

/** Kept beside the project, not in it: a lone clone has none to compare with. */
const RULE_BOOK = join(PROJECT, '../shared/domain.md');

describe('rule ids', () => {
  if (existsSync(RULE_BOOK)) {
    const defined = definedIds(readFileSync(RULE_BOOK, 'utf8'));

    test('the rule book was understood', () => {
      expect([...defined]).toEqual(expect.arrayContaining(['AC-1', 'SP-15', 'IN-7', 'MT-1']));
    });

    test('in src and its READMEs exist in the rule book', () => {
      const files = projectFiles('README.md', 'src/*.ts', 'src/*.md');
      expect(unknownIds(files, defined)).toEqual([]);
    });

    test('of the rules files are named by a test title', () => {
      const rulesFiles = projectFiles('src/*.rules.ts');
      const tests = projectFiles('test/*.ts');
      expect(untestedIds(rulesFiles, tests, defined)).toEqual([]);
    });
  } else {
    console.log(`Rule ids are not compared with the rule book: there is no ${RULE_BOOK}.`);
  }
});

describe('the check of rule ids', () => {
  const book = '- **SP-1** [S] A seat.\n- **SP-2** Only for orders.\nSee **SP-9**.';
  const defined = definedIds(book);

  test('reads the definitions, not the mentions, from the rule book', () => {
    expect([...defined]).toEqual(['SP-1', 'SP-2']);
  });

  test('finds an id that does not exist, and leaves other names alone', () => {
    const files = [file('src/a.rules.ts', '/** SP-1, SP-3 and RFC-3339, of UTF-8. */')];
    expect(unknownIds(files, defined)).toEqual(['src/a.rules.ts names SP-3, which is no rule']);
  });

  test('finds an id that only the body of a test names', () => {
    const rules = [file('src/a.rules.ts', '/** SP-1 and SP-2 */')];
    const tests = [file('test/a.test.ts', "test('SP-1 holds', () => { /* SP-2 */ });")];
    expect(untestedIds(rules, tests, defined)).toEqual([
      'src/a.rules.ts names SP-2, but no test title does',
    ]);
  });

  test.each([
    "describe('SP-1', () => undefined);",
    'test(`SP-1 on ${kind}`, () => undefined);',
    "test.each([1, 2])('SP-1 case %s', () => undefined);",
    "test.each([['SP-1', 1]])('%s', () => undefined);",
    "eachDatabase('SP-1', () => undefined);",
    "describe('outer', () => { it('SP-1', () => undefined); });",
  ])('reads the title of %s', (text) => {
    expect(titles(file('test/a.test.ts', text)).join()).toContain('SP-1');
  });
});

function file(path: string, text: string): ProjectFile {
  return { path, text };
}
