import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isEnumType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';

/** One place of the schema where a client may send a value: `orderImport.orders.0.lines.0.title`. */
export interface InputPlace {
  /** `Mutation`, `Query`, `Subscription`, or the type of a field with arguments. */
  readonly owner: string;
  readonly field: string;
  readonly argument: string;
  /** Below the argument; lists count as their first item. */
  readonly path: readonly string[];
  readonly type: string;
  /** The type of the whole argument, as a variable declares it. */
  readonly argumentType: string;
}

const TEXTUAL = new Set(['String', 'ID', 'DateTime', 'LocalDate']);

/** Every place of the whole schema. Read from the schema, so that a new one cannot be forgotten. */
export function inputPlaces(schema: GraphQLSchema): InputPlace[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => !type.name.startsWith('__'))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => ofField(type.name, field)),
    );
}

function ofField(owner: string, field: GraphQLField<unknown, unknown>): InputPlace[] {
  return field.args.flatMap((argument) =>
    leaves(argument.type, []).map(({ path, type }) => ({
      owner,
      field: field.name,
      argument: argument.name,
      path,
      type,
      argumentType: String(argument.type),
    })),
  );
}

function leaves(
  type: GraphQLInputType,
  path: readonly string[],
): { path: readonly string[]; type: string }[] {
  const plain = getNullableType(type);
  if (isListType(plain)) return leaves(plain.ofType, [...path, '0']);
  if (!isInputObjectType(plain)) return [{ path, type: getNamedType(plain).name }];
  return Object.values(plain.getFields()).flatMap((field) =>
    leaves(field.type, [...path, field.name]),
  );
}

/** Those that take text of some form, enums included. */
export const takesText = (schema: GraphQLSchema, { type }: InputPlace): boolean =>
  TEXTUAL.has(type) || isEnumType(schema.getType(type));

export const nameOf = ({ owner, field, argument, path }: InputPlace): string =>
  [
    owner === 'Mutation' ? field : `${owner}.${field}`,
    ...(owner === 'Mutation' ? [] : [argument]),
    ...path,
  ].join('.');

/** A copy of a value in which one place holds another one; lists and objects on the way are made. */
export function withAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return replacement;
  if (head === '0') return [withAt((value as unknown[] | undefined)?.[0], rest, replacement)];
  const object = (value ?? {}) as Record<string, unknown>;
  return { ...object, [head]: withAt(object[head], rest, replacement) };
}
