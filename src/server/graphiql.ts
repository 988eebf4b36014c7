/**
 * GraphiQL as one page without outside parts (the bundle comes from the package graphql-yoga keeps for its own).
 *
 * The headers pane signs in subscriptions too: graphql-ws takes it as `connection_init`.
 */
import { readFileSync } from 'node:fs';

/** A tab that GraphiQL opens with: something to run, and as whom. */
export interface ReadyTab {
  readonly query: string;
  readonly headers: string;
}

const socketClient = (): string =>
  readFileSync(require.resolve('graphql-ws').replace(/dist.*$/, 'umd/graphql-ws.js'), 'utf8');

/** A script or JSON inside of a page must not end its script element. */
const inline = (code: string): string => code.replaceAll('</script', '<\\/script');

const FETCHER = `
const isSubscription = ({ operationName }, documentAST) =>
  (documentAST?.definitions ?? []).some((node) =>
    node.operation === 'subscription' && (!operationName || node.name?.value === operationName));
const socketUrl = location.origin.replace(/^http/, 'ws') + '/graphql';
const closed = (event) =>
  event instanceof CloseEvent ? new Error('The socket closed: ' + event.code + ' ' + event.reason) : event;
async function* subscribe(operation, connectionParams) {
  const client = graphqlWs.createClient({ url: socketUrl, connectionParams, retryAttempts: 0 });
  try {
    yield* client.iterate(operation);
  } catch (event) {
    throw closed(event);
  }
}
const post = (operation, headers) =>
  fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(operation),
  }).then((response) => response.json());
const fetcher = (operation, { headers, documentAST } = {}) =>
  isSubscription(operation, documentAST) ? subscribe(operation, headers) : post(operation, headers);
`;

/** For the first visitor: at each start it would cost a tenth of a second, and few nodes are ever asked for the page. */
const loadBundle = () => import('@graphql-yoga/render-graphiql/graphiql');

type Bundle = Awaited<ReturnType<typeof loadBundle>>;

const workers = ({ editorWorkerService, jsonWorker, graphqlWorker }: Bundle): string => {
  const sources = { editorWorkerService, json: jsonWorker, graphql: graphqlWorker };
  return `
const workers = ${JSON.stringify(sources)};
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) =>
    URL.createObjectURL(new Blob([workers[label]], { type: 'application/javascript' })),
};`;
};

export interface Page {
  readonly html: string;
  /** As they stand in the page, for its policy. */
  readonly scripts: readonly string[];
}

/** What a visitor typed lasts as long as the browser's tab: the next start has other things ready. */
export async function graphiqlPage(tabs: readonly ReadyTab[]): Promise<Page> {
  const bundle = await loadBundle();
  const [first] = tabs;
  const options = {
    title: 'Parley',
    ...(first && { defaultTabs: tabs, initialHeaders: first.headers }),
  };
  const start = `YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), { ...${JSON.stringify(options)}, fetcher, storage: sessionStorage });`;
  const scripts = [socketClient(), workers(bundle), bundle.js, FETCHER + start].map(inline);
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Parley · GraphiQL</title>
    <link rel="icon" href="${bundle.favicon}" />
    <style>${bundle.css}</style>
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <div id="root"></div>
    ${scripts.map((script) => `<script>${script}</script>`).join('\n')}
  </body>
</html>`;
  return { html, scripts };
}
