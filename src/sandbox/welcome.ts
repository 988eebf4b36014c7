/** What the operator, or a newcomer, reads when the server is up. */
import type { Settings } from '../lib/settings';
import { headersOf, type Playground } from './playground';

/** Where it listens; in a sandbox also tokens, and on the newcomer's database something to do. */
export function welcome(
  settings: Settings,
  port: number,
  playground: Playground | undefined,
): string {
  const origin = originOf(settings.host, port);
  const lines = [
    `Parley listens on ${origin}/graphql (subscriptions: same address, ws).`,
    `The workbench: ${origin}`,
  ];
  if (settings.sandbox)
    lines.push('Sandbox mode: anybody here can move the clock. Not for real orders.');
  if (playground !== undefined)
    lines.push('', ...tokenLines(playground), ...stepLines(origin, playground));
  return lines.join('\n');
}

function originOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

const tokenLines = ({ tokens }: Playground): string[] => [
  'Sign in as (Authorization: Bearer <token>):',
  ...Object.entries(tokens).map(([name, token]) => `  ${name.padEnd(8)} ${token}`),
];

/** To paste into any client; GraphiQL has them ready, with their headers. */
function stepLines(origin: string, playground: Playground): string[] {
  if (playground.steps.length === 0) return [];
  return [
    '',
    `Try it: open ${origin}/graphiql in two windows. These steps are ready in its tabs, signed in;`,
    'leave the first running in one window, as changing the tab ends its subscription.',
    ...playground.steps.flatMap((step, index) => [
      '',
      `${index + 1}. ${step.title}`,
      `   headers  ${headersOf(playground, step)}`,
      ...step.query.split('\n').map((line) => `   ${line}`),
    ]),
    '',
    'Or watch the whole story in the terminal: npm run demo',
  ];
}
