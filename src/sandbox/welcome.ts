/** What the operator, or a newcomer, reads when the server is up. */
import type { App } from '../inbox/app';
import { makeDemoOrder, type DemoOrder } from './demo-order';
import { demoTokens, type DemoViewer } from './demo-tokens';

/** Where it listens; in a sandbox also tokens, and on the newcomer's database something to paste. */
export async function welcome(app: App, sandboxSecret: string, port: number): Promise<string> {
  const { settings } = app;
  const host = settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  const lines = [`Parley listens on ${origin}/graphql (subscriptions: same address, ws).`];
  if (!settings.sandbox) return lines.join('\n');
  if (settings.signIn.by === 'jwks')
    return [...lines, 'Sandbox mode: sign in with tokens of your identity provider.'].join('\n');
  const claims = settings.signIn.by === 'secret' ? settings.signIn : {};
  const secret = settings.signIn.by === 'secret' ? settings.signIn.secret : sandboxSecret;
  const tokens = await demoTokens(secret, claims);
  const demo = settings.databaseIsDefault ? await makeDemoOrder(app) : undefined;
  return [
    ...lines,
    '',
    ...tokenLines(tokens),
    ...(demo ? tryLines(origin, tokens, demo) : []),
  ].join('\n');
}

const tokenLines = (tokens: Record<DemoViewer, string>): string[] => [
  'Sandbox mode. Sign in as (Authorization: Bearer <token>):',
  ...Object.entries(tokens).map(([name, token]) => `  ${name.padEnd(8)} ${token}`),
];

/** Ready to paste into GraphiQL: who sees what happen, and what to do. */
function tryLines(origin: string, tokens: Record<DemoViewer, string>, demo: DemoOrder): string[] {
  return [
    '',
    `Try it in two tabs of ${origin}/graphiql (put the headers into the Headers pane):`,
    '',
    '1. The seller watches.',
    `   headers   {"authorization": "Bearer ${tokens.seller}"}`,
    '   subscription { inbox { ... on InboxEntry { kind message { text } order { shipBy } proposal { id status } } } }',
    '',
    '2. In the other tab, the same seller proposes a later day.',
    `   mutation { shippingProposalSend(input: {orderId: "${demo.id}", shipDate: "${demo.shipDate}", reason: STOCK_SHORTAGE}) { proposal { id answerBy } userErrors { code message } } }`,
    '',
    '3. Then the buyer agrees: put the proposal’s id in, and watch the first tab.',
    `   headers   {"authorization": "Bearer ${tokens.buyer}"}`,
    '   mutation { shippingProposalAccept(input: {proposalId: "prp_…"}) { proposal { status order { shipBy shipBySource } } userErrors { code message } } }',
    '',
    'Or watch the whole story in the terminal: npm run demo',
  ];
}
