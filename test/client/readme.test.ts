import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import * as graphqlWs from 'graphql-ws';
import ts from 'typescript';
import WebSocket from 'ws';
import * as client from '../../src/client';
import { INBOX } from './front-ends';
import { InboxServer } from './inbox-server';
import { readmeSnippets } from './readme-snippets';
import { until } from './until';

const snippets = readmeSnippets();
const require_ = createRequire(__filename);

/** The snippets as they stand, but for the server's address: each has to show an entry that is written. */
describe('the snippets of the client README', () => {
  it('are five', () => expect(snippets).toHaveLength(5));

  it.each(snippets.map((code, index) => [index + 1, code] as const))(
    'number %d works',
    async (_number, code) => {
      Object.assign(globalThis, { WebSocket });
      const server = new InboxServer();
      await server.start();
      const shown: { text: string }[] = [];
      const inbox = run(code.replaceAll('127.0.0.1:4000', new URL(server.url).host), shown);
      await until(() => server.afters.length === 1);
      server.log.write('an entry');
      await until(() => shown.length === 1);
      expect(shown).toMatchObject([{ text: 'an entry' }]);
      expect(server.socketAuthorization).toBe('Bearer a-token');
      // Messages are followed by their numbers: nobody is asked where they begin.
      if (!code.includes('followMessages')) expect(server.authorization).toBe('Bearer a-token');
      await inbox.stop();
      await server.stop();
    },
  );
});

/** What the application around a snippet would have. */
function run(code: string, shown: object[]): client.Following {
  const around = {
    INBOX,
    show: (entry: object) => void shown.push(entry),
    reload: () => {},
    status: () => {},
    signIn: () => Promise.resolve({ authorization: 'Bearer a-token' }),
    localStorage: { getItem: () => null, setItem: () => {} },
    shopId: 'shop-1',
    conversationId: 'cnv_1',
    require: (name: string): unknown => modules[name] ?? require_(name),
    exports: {},
  };
  const { outputText } = ts.transpileModule(`${code}\nexport default inbox;`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const program = compileFunction(outputText, Object.keys(around)) as (
    ...values: unknown[]
  ) => void;
  program(...Object.values(around));
  return (around.exports as { default: client.Following }).default;
}

/** A browser's WebSocket is found by itself; on Node it is given. */
const modules: Record<string, unknown> = {
  './parley-client': client,
  'graphql-ws': {
    ...graphqlWs,
    createClient: (options: graphqlWs.ClientOptions) =>
      graphqlWs.createClient({ webSocketImpl: WebSocket, ...options }),
  },
};
