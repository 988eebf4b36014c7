/** Opening a subscription at the socket door: whether there is place, its turn, its document, its context. */
import { OperationTypeNode, type ExecutionArgs, type GraphQLError } from 'graphql';
import { Audience } from './audience';
import { isPrepared } from './document';
import type { Door } from './door';
import { asGraphQLError, failure, faultOf, masked, overloaded } from './errors';
import { subscribeTo, type LiveOperation } from './live-operation';
import type { LiveSocket } from './live-socket';
import { operationError } from './operation';

/** Operations at once on one socket. */
const MOST_OPERATIONS = 100;

/** What a socket knows beside its messages. */
export interface Extra {
  readonly live: LiveSocket;
  readonly language: string | undefined;
  readonly address: string;
  /** Whose place among the sockets of one viewer it holds. */
  person: string | undefined;
}

/** graphql-ws keeps its arguments as long as the subscription lasts: what was needed to open it is taken out of them. */
export type Args = ExecutionArgs & { live: LiveOperation | undefined };

/** Errors as the client may see them. */
const shown = (door: Door, errors: readonly GraphQLError[]): GraphQLError[] =>
  errors.map((error) => masked(error, door.app.log));

const runsHere = (kind: OperationTypeNode): boolean => kind === OperationTypeNode.SUBSCRIPTION;

interface Payload {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Record<string, unknown> | null | undefined;
}

/** Checks a subscribe message, counted like a request over HTTP; the errors to send back, or what to run. */
async function openOperation(
  door: Door,
  { live, language, address }: Extra,
  id: string,
  payload: Payload,
): Promise<Args | readonly GraphQLError[]> {
  door.limits.countAddress(address);
  door.limits.countViewer(live.viewer);
  const operationName = payload.operationName ?? undefined;
  const variables = payload.variables ?? {};
  const prepared = door.prepare({ source: payload.query, operationName, variables }, live.viewer);
  if (!isPrepared(prepared)) return prepared;
  // graphql-ws keeps it: one text serves all, and nobody else asks for its variables
  Object.assign(payload, { query: prepared.source, variables: undefined });
  const unsuitable = operationError(prepared.document, operationName, runsHere);
  if (unsuitable !== undefined) return [unsuitable];
  const context = await door.open(live.viewer, language);
  const asked = { prepared, operationName, variables, language: context.language };
  const join = () => Audience.join(door, { ...asked, viewer: context.signedIn() });
  return {
    schema: door.schema,
    document: prepared.document,
    contextValue: null,
    ...(operationName !== undefined && { operationName }),
    live: { door, prepared, operationName, variables, context, join, socket: live, id },
  };
}

/** Why there is no place for one more. `known` counts those being opened, too: a burst must not slip through. */
export function placeRefusal(
  opening: ReadonlySet<string>,
  id: string,
  known: number,
): GraphQLError | undefined {
  // Completed before it was open, it still is on its way: two streams under one id could not be told apart.
  if (opening.has(id)) return failure('This id is in use: choose a new one.', 'BAD_REQUEST', 400);
  if (known <= MOST_OPERATIONS && opening.size < MOST_OPERATIONS) return undefined;
  return failure('Too many operations on one connection.', 'TOO_MANY_OPERATIONS', 429);
}

async function prepareOperation(
  ...[door, extra, id, payload]: Parameters<typeof openOperation>
): Promise<Args | GraphQLError[]> {
  try {
    const result = await openOperation(door, extra, id, payload);
    return isArguments(result) ? result : shown(door, result);
  } catch (error) {
    return shown(door, [asGraphQLError(error) ?? faultOf(error)]);
  }
}

/** The same when it is its turn, which ends once the subscription is open or refused. */
export async function prepareInTurn(
  ...[door, extra, id, payload]: Parameters<typeof openOperation>
): Promise<Args | GraphQLError[]> {
  if (!(await door.limits.beginOpening())) return shown(door, [overloaded()]);
  const result = await prepareOperation(door, extra, id, payload);
  if (Array.isArray(result)) door.limits.endOpening();
  return result;
}

export async function subscribeInTurn(args: Args): ReturnType<typeof subscribeTo> {
  const { live } = args;
  if (live === undefined) throw new Error('A subscription is opened once.');
  args.live = undefined;
  try {
    return await subscribeTo(live);
  } finally {
    live.door.limits.endOpening();
  }
}

const isArguments = (result: Args | readonly GraphQLError[]): result is Args => 'live' in result;
