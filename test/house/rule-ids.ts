import { createSourceFile, forEachChild, isCallExpression, ScriptTarget } from 'typescript';
import type { Expression, Node } from 'typescript';
import type { ProjectFile } from './project-files';

const RULE_ID = /\b[A-Z]{2}-\d+\b/g;

/** The calls whose first argument is a title that the test run prints. */
const TITLED = ['test', 'it', 'describe', 'eachDatabase'];

/** The ids that the rule book defines: its lines begin with `- **SP-3**`. */
export function definedIds(ruleBook: string): Set<string> {
  return new Set(Array.from(ruleBook.matchAll(/^- \*\*([A-Z]{2}-\d+)\*\*/gm), ([, id]) => id!));
}

/** One sentence for each id that looks like a rule's but that the rule book does not define. */
export function unknownIds(files: readonly ProjectFile[], defined: ReadonlySet<string>): string[] {
  const families = new Set(Array.from(defined, family));
  return files.flatMap(({ path, text }) =>
    idsIn(text)
      .filter((id) => families.has(family(id)) && !defined.has(id))
      .map((id) => `${path} names ${id}, which is no rule`),
  );
}

/** One sentence for each id that a rules file names and no test title does. */
export function untestedIds(
  rulesFiles: readonly ProjectFile[],
  tests: readonly ProjectFile[],
  defined: ReadonlySet<string>,
): string[] {
  const tested = new Set(tests.flatMap(titles).flatMap(idsIn));
  return rulesFiles.flatMap(({ path, text }) =>
    idsIn(text)
      .filter((id) => defined.has(id) && !tested.has(id))
      .map((id) => `${path} names ${id}, but no test title does`),
  );
}

/** Titles as they are written in the source, with the rows of a `test.each` table. */
export function titles({ path, text }: ProjectFile): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    const [title] = isCallExpression(node) && isTitled(node.expression) ? node.arguments : [];
    if (title !== undefined) found.push(title.getText());
    forEachChild(node, visit);
  };
  visit(createSourceFile(path, text, ScriptTarget.ES2022, true));
  return found;
}

/** `test(…)`, `test.each(…)` and `test.each(…)(…)` all begin with the same word. */
function isTitled(callee: Expression): boolean {
  return TITLED.includes(/^\w+/.exec(callee.getText())?.[0] ?? '');
}

function idsIn(text: string): string[] {
  return [...new Set(text.match(RULE_ID))];
}

/** SP-3 belongs to SP. Other texts of the same form, such as a charset's name, to none. */
function family(id: string): string {
  return id.slice(0, 2);
}
