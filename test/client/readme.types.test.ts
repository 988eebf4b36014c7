import { join } from 'node:path';
import ts from 'typescript';
import { readmeSnippets } from './readme-snippets';

const root = join(__dirname, '../..');

/** What the application around a snippet has, and its `export {}`, so that the snippets are modules. */
const AROUND = `
declare const INBOX: string;
declare function show(item: object): void;
declare function reload(): Promise<void>;
declare function status(text: string): void;
declare function signIn(): Promise<{ authorization: string }>;
declare const localStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
declare const shopId: string;
declare const conversationId: string;
export {};
`;

describe('the snippets of the client README', () => {
  it('type-check in a strict front end', () => {
    const files = new Map(
      readmeSnippets().map((code, index) => [
        join(root, `test/client/snippet-${index}.ts`),
        code.replace("'./parley-client'", "'../../src/client'") + AROUND,
      ]),
    );
    expect(problemsIn(files)).toEqual([]);
  });
});

function problemsIn(files: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys));
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, files: [...files.keys()] },
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram(
    [...files.keys()],
    { ...options, ...ofAFrontEnd },
    readingAlso(host, files),
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** urql's and graphql-ws's own types disagree under the first one; the others are a matter of taste. */
const ofAFrontEnd: ts.CompilerOptions = {
  exactOptionalPropertyTypes: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  incremental: false,
};

function readingAlso(host: ts.CompilerHost, files: ReadonlyMap<string, string>): ts.CompilerHost {
  return {
    ...host,
    readFile: (path) => files.get(path) ?? host.readFile(path),
    fileExists: (path) => files.has(path) || host.fileExists(path),
    getSourceFile: (path, languageVersion) => {
      const text = files.get(path) ?? host.readFile(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, languageVersion);
    },
  };
}
