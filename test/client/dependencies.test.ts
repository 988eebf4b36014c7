import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = join(__dirname, '../../src/client');
const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));

describe('the client helper, once compiled', () => {
  it.each(sources)('%s needs nothing but its own folder', (name) => {
    const { outputText } = ts.transpileModule(readFileSync(join(folder, name), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    const imported = ts.preProcessFile(outputText).importedFiles.map(({ fileName }) => fileName);
    expect(imported.filter((path) => !/^\.\/[\w.-]+$/.test(path))).toEqual([]);
  });
});
