/** The fastest server we know how to write by hand: Mercurius with JIT, prepared statements, nothing else. */
import { EventEmitter } from 'node:events';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { createPool } from 'mysql2/promise';
import { ACCEPT_SDL } from './accept.sdl';
import { accept } from './mercurius.accept';
import { pageOf } from './mercurius.page';
import { PAGE_SDL } from './page.sdl';
import { openTokens, type Claims } from './tokens';

const db = createPool({ uri: process.env['DATABASE_URL']!, connectionLimit: 16, timezone: 'Z' });
const claimsOf = openTokens(process.env['AUTH_SECRET']!);
const bell = new EventEmitter();

interface AcceptArguments {
  readonly input: { readonly proposalId: string };
}

const resolvers = {
  Query: {
    orders: (_root: unknown, { first }: { first: number }, { shop = '' }: Claims) =>
      pageOf(db, shop, first),
  },
  Mutation: {
    shippingProposalAccept: (_root: unknown, { input }: AcceptArguments, { sub }: Claims) =>
      accept(db, bell, sub, input.proposalId),
  },
};

async function main(): Promise<void> {
  const server = fastify();
  await server.register(
    mercurius as never,
    {
      schema: PAGE_SDL + ACCEPT_SDL,
      resolvers,
      jit: 1,
      context: (request: { headers: { authorization?: string } }) =>
        claimsOf(request.headers.authorization),
    } as never,
  );
  await server.listen({ port: 0, host: '127.0.0.1' });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  console.log(`listening on ${address.port}`);
}

void main();
