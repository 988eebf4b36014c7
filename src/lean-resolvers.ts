/**
 * type-graphql calls every resolver as the most demanding one has to be called: with sorted parameters, through a chain of
 * middlewares that is empty here, and later than now when there is an argument. Most of ours need the root, the context and a few
 * plain arguments; called directly they answer at once, which takes a quarter off what a page of orders costs (`npm run bench`).
 */
import {
  isLeafType,
  isObjectType,
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { getMetadataStorage } from 'type-graphql';

interface Parameter {
  readonly kind: string;
  readonly index: number;
  readonly name?: string;
  readonly propertyName?: string | undefined;
}

/** What type-graphql knows of a resolver method (its metadata, which has no public type). */
interface Known {
  readonly methodName: string;
  readonly schemaName: string;
  readonly target: new () => Record<string, (...values: unknown[]) => unknown>;
  readonly params?: readonly Parameter[];
  readonly middlewares?: readonly unknown[];
  readonly roles?: readonly unknown[];
  readonly getObjectType?: () => unknown;
}

interface KnownType {
  readonly name: string;
  readonly target: unknown;
  simpleResolvers?: boolean;
}

interface Storage {
  readonly objectTypes: readonly KnownType[];
  readonly fieldResolvers: readonly Known[];
  readonly subscriptions: readonly Known[];
}

const storage = () => getMetadataStorage() as unknown as Storage;

/** Before the schema is built: a field without a resolver is its property, and nothing is called to read it. */
export function readPropertiesPlainly(): void {
  for (const type of storage().objectTypes) type.simpleResolvers = true;
}

type Field = GraphQLField<unknown, unknown>;
type Pick = (root: unknown, args: Record<string, unknown>, context: unknown) => unknown;

/** How a parameter gets its value; undefined where type-graphql makes more of it than we know. */
function pickFor({ kind, name, propertyName }: Parameter, { args }: Field): Pick | undefined {
  if (propertyName !== undefined) return undefined;
  if (kind === 'root') return (root) => root;
  if (kind === 'context') return (_root, _args, context) => context;
  const argument = args.find((each) => each.name === name);
  if (kind !== 'arg' || argument === undefined) return undefined;
  // Inputs become instances of their classes; leaves are what they are.
  return isLeafType(getNamedType(argument.type))
    ? (_root, given) => given[argument.name]
    : undefined;
}

const isGuarded = ({ middlewares = [], roles }: Known): boolean =>
  middlewares.length > 0 || roles !== undefined;

/** Resolvers have no state: one instance of each class serves all. */
const instances = new Map<Known['target'], InstanceType<Known['target']>>();
function instanceOf(target: Known['target']): InstanceType<Known['target']> {
  const known = instances.get(target) ?? new target();
  instances.set(target, known);
  return known;
}

function callDirectly(field: Field, known: Known): void {
  const { params = [], methodName, target } = known;
  const inOrder = [...params].sort((a, b) => a.index - b.index);
  const picks = inOrder.map((parameter) => pickFor(parameter, field));
  if (isGuarded(known) || !picks.every((pick) => pick !== undefined)) return;
  const instance = instanceOf(target);
  field.resolve = (root: unknown, args: Record<string, unknown>, context) =>
    instance[methodName]?.(...picks.map((pick) => pick(root, args, context)));
}

/** What makes an answer of an event; the streams they come from are opened as they were. */
function callSubscriptionsDirectly(schema: GraphQLSchema): void {
  const fields = schema.getSubscriptionType()?.getFields() ?? {};
  for (const known of storage().subscriptions) {
    const field = fields[known.schemaName];
    if (field !== undefined) callDirectly(field, known);
  }
}

/** After the schema is built: resolvers of object types and subscriptions are called directly wherever that is the same. */
export function callResolversDirectly(schema: GraphQLSchema): void {
  callSubscriptionsDirectly(schema);
  const { objectTypes, fieldResolvers } = storage();
  for (const { name, target } of objectTypes) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const known of fieldResolvers.filter(
      ({ getObjectType }) => getObjectType?.() === target,
    )) {
      const field = type.getFields()[known.schemaName];
      if (field !== undefined) callDirectly(field, known);
    }
  }
}
