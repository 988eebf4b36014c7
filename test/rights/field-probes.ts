/** What a viewer gets to see, field by field and place by place: queries made of the schema, and answers taken apart again. */
import {
  getNamedType,
  isLeafType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

/** What a field said in one place. A list that somebody else sees more of is seen in part. */
export interface Said {
  readonly kind: 'null' | 'empty' | 'value';
  readonly size: number;
}

/** What one viewer was told: by field, then by place. A place is an object, or a way from an object that has an id. */
export type Sight = Map<string, Map<string, Said>>;

const ARGUMENTS: Readonly<Record<string, string>> = {
  'ShopMetrics.daily': '(days: 2)',
  'Conversation.messages': '(first: 100)',
};

const isNode = (type: GraphQLObjectType): boolean =>
  type.getInterfaces().some(({ name }) => name === 'Node');

/** The field with all below it; of another thing that has an id, the id only: it is asked for by itself. */
function fieldText(owner: GraphQLObjectType, field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  const name = `${field.name}${ARGUMENTS[`${owner.name}.${field.name}`] ?? ''}`;
  if (isLeafType(type)) return name;
  if (!isObjectType(type) || isNode(type)) return `${name} { __typename id }`;
  return `${name} { ${selectionOf(type)} }`;
}

/** Every field of a type. */
export const selectionOf = (type: GraphQLObjectType): string =>
  ['__typename', ...Object.values(type.getFields()).map((field) => fieldText(type, field))].join(
    ' ',
  );

/** Every field of the type, and of what an entry of an inbox names: what a delivered event can carry. */
export function eventSelection(schema: GraphQLSchema): string {
  const entry = schema.getType('InboxEntry') as GraphQLObjectType;
  const fields = Object.values(entry.getFields()).map((field) => {
    const type = getNamedType(field.type);
    return isObjectType(type) ? `${field.name} { ${selectionOf(type)} }` : field.name;
  });
  return ['__typename', ...fields].join(' ');
}

/** So many fields in one document: the door takes 2,000, and 50 at the root. */
const MOST_FIELDS = 1_200;
const MOST_ROOTS = 45;

/** Queries for these ids, in as few documents as the door takes. */
export function nodeQueries(schema: GraphQLSchema, ids: readonly Typed[]): string[] {
  const documents: Typed[][] = [[]];
  let fields = 0;
  for (const typed of ids) {
    const size = selectionOf(objectType(schema, typed.type)).split(/\W+/).length;
    if (fields + size > MOST_FIELDS || documents.at(-1)!.length === MOST_ROOTS) {
      documents.push([]);
      fields = 0;
    }
    fields += size;
    documents.at(-1)!.push(typed);
  }
  return documents.map((some) => nodesDocument(schema, some));
}

/** A thing of the market. */
export interface Typed {
  readonly type: string;
  readonly id: string;
}

export const objectType = (schema: GraphQLSchema, name: string): GraphQLObjectType =>
  schema.getType(name) as GraphQLObjectType;

function nodesDocument(schema: GraphQLSchema, ids: readonly Typed[]): string {
  const roots = ids.map(({ type, id }, index) => `n${index}: node(id: "${id}") { ...the${type} }`);
  const fragments = [...new Set(ids.map(({ type }) => type))].map(
    (type) => `fragment the${type} on ${type} { ${selectionOf(objectType(schema, type))} }`,
  );
  return `{ ${roots.join(' ')} } ${fragments.join(' ')}`;
}

/** Takes an answer apart. */
export class Harvest {
  readonly sight: Sight = new Map();

  constructor(private readonly schema: GraphQLSchema) {}

  /** An object of the answer; `at` is used where it has no id of its own. */
  take(value: any, at: string): void {
    if (value === null || value === undefined) return;
    const type = objectType(this.schema, value.__typename);
    const place = typeof value.id === 'string' ? `${type.name} ${value.id}` : at;
    for (const [name, field] of Object.entries(type.getFields())) {
      if (!(name in value)) continue;
      this.note(`${type.name}.${name}`, place, value[name]);
      if (!isLeafType(getNamedType(field.type))) this.below(value[name], `${place}.${name}`);
    }
  }

  private below(value: any, at: string): void {
    const items: any[] = Array.isArray(value) ? value : [value];
    const seen = new Map<string, number>();
    for (const item of items) {
      // Asked for by its id only: that says nothing of its other fields.
      if (item === null || Object.keys(item).length < 3) continue;
      const key = nameOf(item);
      const count = (seen.get(key) ?? 0) + 1;
      seen.set(key, count);
      this.take(item, `${at} ${key} ${count}`);
    }
  }

  private note(field: string, place: string, value: any): void {
    const said: Said = { kind: kindOf(value), size: Array.isArray(value) ? value.length : 1 };
    const known = this.sight.get(field) ?? new Map<string, Said>();
    this.sight.set(field, known.set(place, said));
  }
}

/** Lines of a history are told apart by what they say, not by where they stand: some do not stand in everybody's. */
function nameOf(item: any): string {
  if (item.__typename === 'HistoryEntry')
    return [item.subjectId, item.rule, item.at, item.from, item.to].join(' ');
  if (item.__typename === 'InboxEntry') return item.cursor;
  return typeof item.action === 'string' ? item.action : '';
}

function kindOf(value: unknown): Said['kind'] {
  if (value === null) return 'null';
  return Array.isArray(value) && value.length === 0 ? 'empty' : 'value';
}
