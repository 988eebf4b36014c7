/** What a newcomer can do at once in a sandbox: who to be, and three steps to paste or to find ready in GraphiQL. */
import type { App } from '../inbox/app';
import { makeDemoOrder } from './demo-order';
import { demoTokens, type DemoViewer } from './demo-tokens';

export interface Step {
  readonly title: string;
  readonly as: DemoViewer;
  readonly query: string;
}

export interface Playground {
  readonly tokens: Record<DemoViewer, string>;
  /** Empty unless the database is the newcomer's own. */
  readonly steps: readonly Step[];
}

/** Undefined outside of a sandbox, and where the identity provider signs the tokens. */
export async function openPlayground(
  app: App,
  sandboxSecret: string,
): Promise<Playground | undefined> {
  const { sandbox, signIn, databaseIsDefault } = app.settings;
  if (!sandbox || signIn.by === 'jwks') return undefined;
  const tokens =
    signIn.by === 'secret'
      ? await demoTokens(signIn.secret, signIn)
      : await demoTokens(sandboxSecret, {});
  return { tokens, steps: databaseIsDefault ? stepsFor(await makeDemoOrder(app)) : [] };
}

/** The headers of a step, as GraphiQL takes them. */
export const headersOf = ({ tokens }: Playground, step: Step): string =>
  JSON.stringify({ authorization: `Bearer ${tokens[step.as]}` });

const stepsFor = ({ id, shipDate }: { id: string; shipDate: string }): Step[] => [
  {
    title: 'The seller watches.',
    as: 'seller',
    query: `subscription SellerWatches {
  inbox {
    ... on InboxEntry {
      kind
      message { text }
      order { shipBy shipBySource }
      proposal { id status }
    }
  }
}`,
  },
  {
    title: 'The seller proposes a later day.',
    as: 'seller',
    query: `mutation SellerProposes {
  shippingProposalSend(
    input: {orderId: "${id}", shipDate: "${shipDate}", reason: STOCK_SHORTAGE}
  ) {
    proposal { id answerBy }
    userErrors { code message }
  }
}`,
  },
  {
    title:
      'The buyer agrees (put in the id that step 2 answered), and the first view learns of it.',
    as: 'buyer',
    query: `mutation BuyerAgrees {
  shippingProposalAccept(input: {proposalId: "prp_…"}) {
    proposal { status order { shipBy shipBySource } }
    userErrors { code message }
  }
}`,
  },
];
