/** The HTTP door: Fastify in front, Apollo Server behind, queries compiled. POST only. */
import { ApolloServer, HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { OperationTypeNode, type GraphQLError } from 'graphql';
import type { Viewer } from '../lib/viewer';
import type { Context } from '../inbox/context';
import { runCompiled } from './compiled';
import { isPrepared, type Prepared } from './document';
import type { Door } from './door';
import { asGraphQLError, failure, faultOf, publicError } from './errors';
import type { Front } from './front';
import type { Gate } from './gate';
import { operationError, operationOf } from './operation';
import { isAllowedOrigin } from './origin';
import { refuse } from './reply';
import { addSecurityHeaders } from './security';
import { unanswered } from './unanswered';

/** 500 orders with their lines. */
const MOST_BODY_BYTES = 2 * 1024 * 1024;

interface Body {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/** A request and what the door learned of it before Apollo sees it. */
type Opened = FastifyRequest & { opened: Context | null };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Signs in, prepares and opens the context; answers itself when any of it fails. */
async function openRequest(
  door: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  try {
    const viewer = await door.viewerOf(request.headers.authorization);
    door.limits.countViewer(viewer);
    const body = isObject(request.body) ? (request.body as Body) : {};
    const prepared = prepare(door, body, viewer);
    const refusals = prepared === undefined ? [] : refusalsOf(prepared, operationName(body));
    if (refusals.length > 0) {
      await refuse(door.app.log, request, reply, refusals);
      return;
    }
    const language = request.headers['accept-language'];
    const context = await door.open(viewer, language, isAct(prepared, operationName(body)));
    if (prepared !== undefined && isPrepared(prepared)) {
      await door.readAhead(context, prepared, operationName(body));
      context.prepared = prepared;
    }
    (request as Opened).opened = context;
  } catch (error) {
    await refuse(door.app.log, request, reply, [asGraphQLError(error) ?? faultOf(error)]);
  }
}

const operationName = ({ operationName: name }: Body): string | undefined =>
  typeof name === 'string' ? name : undefined;

const runsHere = (kind: OperationTypeNode): boolean => kind !== OperationTypeNode.SUBSCRIPTION;

const isAct = (prepared: ReturnType<typeof prepare>, name: string | undefined): boolean =>
  prepared !== undefined &&
  isPrepared(prepared) &&
  operationOf(prepared.document, name)?.operation === OperationTypeNode.MUTATION;

/** Why the document does not run here; nothing when it does. */
function refusalsOf(
  prepared: Prepared | readonly GraphQLError[],
  name: string | undefined,
): readonly GraphQLError[] {
  if (!isPrepared(prepared)) return prepared;
  const error = operationError(prepared.document, name, runsHere);
  return error === undefined ? [] : [error];
}

/** Undefined for a body of the wrong shape: Apollo says what is wrong with it. */
function prepare(door: Door, body: Body, viewer: Viewer | null) {
  const { query, variables } = body;
  if (typeof query !== 'string') return undefined;
  const request = {
    source: query,
    operationName: operationName(body),
    variables: isObject(variables) ? variables : {},
  };
  return door.prepare(request, viewer);
}

/** Queries run compiled; whatever has errors, and every mutation, runs in graphql-js. */
const compiledQueries = (door: Door): ApolloServerPlugin<Context> => ({
  requestDidStart: () =>
    Promise.resolve({
      async responseForOperation({ operation, operationName, request, contextValue: context }) {
        const prepared = context.prepared as Prepared | null;
        if (operation.operation !== OperationTypeNode.QUERY || prepared === null) return null;
        const variables = request.variables ?? {};
        const execution = {
          prepared,
          operationName: operationName ?? undefined,
          variables,
          context,
        };
        const result = await runCompiled(door.schema, execution);
        door.queries[result === null ? 'interpreted' : 'compiled'] += 1;
        if (result === null) return null;
        const body = { kind: 'single', singleResult: { data: result.data ?? null } } as const;
        return { http: { headers: new HeaderMap() }, body };
      },
    }),
});

async function openApollo(door: Door): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema: door.schema,
    // The default plugin for cache hints wraps every resolver of the schema, for hints that nobody gives here.
    plugins: [compiledQueries(door), unanswered, ApolloServerPluginCacheControlDisabled()],
    // The door has validated every document already, for its own limits and introspection rule.
    dangerouslyDisableValidation: true,
    // A document known by its hash alone would come in past the door.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (_formatted, error) => publicError(error as GraphQLError, door.app.log),
  });
  await apollo.start();
  return apollo;
}

/** The Fastify app with `/graphql` on it; other pages are added by their own files. */
export async function openHttp(door: Door, front: Front, gate: Gate): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    bodyLimit: MOST_BODY_BYTES,
    // A node that stops answers what comes on open connections; the front closes them.
    return503OnClosing: false,
    serverFactory: () => front.server,
  });
  addSecurityHeaders(server, door.app.settings.production);
  // Only what a page of another origin cannot send without asking first (CSRF).
  server.removeContentTypeParser('text/plain');
  await server.register(cors, {
    origin: (origin, decide) => {
      decide(null, origin !== undefined && isAllowedOrigin(origin, undefined, door.app.settings));
    },
    allowedHeaders: ['authorization', 'content-type', 'accept-language', 'accept'],
    // Files go by PUT and GET, on addresses that only who may has got.
    methods: ['POST', 'PUT'],
    exposedHeaders: ['retry-after'],
    maxAge: 3_600,
  });
  gate.addTo(server);
  server.setErrorHandler((error: { statusCode?: number }, request, reply) =>
    refuse(door.app.log, request, reply, [requestError(error)]),
  );
  await addGraphql(server, door);
  return server;
}

async function addGraphql(server: FastifyInstance, door: Door): Promise<void> {
  const apollo = await openApollo(door);
  server.addHook('onClose', () => apollo.stop());
  server.decorateRequest('opened', null);
  server.post('/graphql', {
    preHandler: (request, reply) => openRequest(door, request, reply),
    handler: fastifyApolloHandler(apollo, {
      context: (request) => Promise.resolve(contextOf(request)),
    }),
  });
  server.route({
    method: ['GET', 'PUT', 'DELETE', 'PATCH'],
    url: '/graphql',
    handler: (request, reply) => postOnly(door, request, reply),
  });
}

function contextOf(request: FastifyRequest): Context {
  const known = (request as Opened).opened;
  if (known === null) throw new Error('The request was not opened.');
  return known;
}

async function postOnly(
  { app: { log } }: Door,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  void reply.header('allow', 'POST');
  const error = failure('Send GraphQL by POST, subscriptions by WebSocket.', 'BAD_REQUEST', 405);
  await refuse(log, request, reply, [error]);
}

/** What Fastify itself refuses: bodies that are no JSON, too large, or of another type. All else is a fault of ours. */
function requestError(error: { statusCode?: number }): GraphQLError {
  const { statusCode = 500 } = error;
  if (statusCode >= 500) return asGraphQLError(error) ?? faultOf(error);
  if (statusCode === 413) return failure('The request is too large.', 'PAYLOAD_TOO_LARGE', 413);
  if (statusCode === 415) return failure('Send application/json.', 'UNSUPPORTED_MEDIA_TYPE', 415);
  return failure('The request body must be a JSON object.', 'BAD_REQUEST', 400);
}
