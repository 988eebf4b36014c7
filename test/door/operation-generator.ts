import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from '../services/scale';

export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly operationName?: string;
}

/** Values that mean something on the data at hand, by the name of the argument or input field. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** A value as JSON and as it is written in a document. */
interface Value {
  readonly json: unknown;
  readonly text: string;
}

type Field = GraphQLField<unknown, unknown>;

/** Writes one random valid operation after another, from the schema alone; the variables mostly fit. */
export class OperationGenerator {
  private names = 0;
  private fragments: string[] = [];
  private definitions: string[] = [];
  private variables: Record<string, unknown> = {};

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly random: Random,
    private readonly known: Known,
  ) {}

  query(): Operation {
    const root = this.schema.getQueryType()!;
    return this.operation('query', () => this.selectionSet(root, 5, true));
  }

  /** What `subscription inbox` and `conversationMessages` may select. */
  subscription(name: 'inbox' | 'conversationMessages'): Operation {
    const field = this.schema.getSubscriptionType()!.getFields()[name]!;
    return this.operation('subscription', () => `{ ${this.field(field, 5, false, '')} }`);
  }

  private operation(kind: string, write: () => string): Operation {
    this.names = 0;
    [this.fragments, this.definitions, this.variables] = [[], [], {}];
    const selections = write();
    const variables = this.definitions.length === 0 ? '' : `(${this.definitions.join(', ')})`;
    const decoy = kind === 'query' && this.random.chance(0.1) ? ' query Other { serverTime }' : '';
    const query = `${kind} Main${variables} ${selections}${decoy} ${this.fragments.join(' ')}`;
    const isNamed = decoy !== '' || this.random.chance(0.3);
    return { query, variables: this.variables, ...(isNamed && { operationName: 'Main' }) };
  }

  /** `aliased`: every field gets a name of its own, as it may meet others of other types in the answer. */
  private selectionSet(type: GraphQLCompositeType, depth: number, aliased: boolean): string {
    const parts = isUnionType(type) ? ['__typename'] : this.fieldsOf(type, depth, aliased);
    if (isAbstractType(type))
      for (const possible of this.schema.getPossibleTypes(type))
        if (this.random.chance(0.5)) parts.push(this.inlineFragment(possible, depth));
    if (this.random.chance(0.2) && depth > 1) parts.push(this.unfolded(type, depth));
    if (this.random.chance(0.15) && depth > 1) parts.push(this.namedFragment(type, depth));
    if (this.random.chance(0.15)) parts.push('__typename');
    return `{ ${parts.join(' ')} }`;
  }

  private fieldsOf(
    type: Exclude<GraphQLCompositeType, { getTypes(): unknown }>,
    depth: number,
    aliased: boolean,
  ): string[] {
    const fields = Object.values(type.getFields());
    const leaves = fields.filter((field) => isLeafType(getNamedType(field.type)));
    const inner = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    const chosen = this.some(leaves, 4);
    if (depth > 1 && inner.length > 0) chosen.push(...this.some(inner, 2));
    if (chosen.length === 0) return ['__typename'];
    return chosen.map((field) => this.field(field, depth, aliased));
  }

  private inlineFragment(type: GraphQLObjectType, depth: number): string {
    return `... on ${type.name}${this.directive()} ${this.selectionSet(type, depth - 1, true)}`;
  }

  private unfolded(type: GraphQLCompositeType, depth: number): string {
    const condition = this.random.chance(0.5) ? ` on ${type.name}` : '';
    return `...${condition}${this.directive()} ${this.selectionSet(type, depth - 1, true)}`;
  }

  private namedFragment(type: GraphQLCompositeType, depth: number): string {
    const name = this.name('F');
    const selections = this.selectionSet(type, depth - 1, true);
    this.fragments.push(`fragment ${name} on ${type.name} ${selections}`);
    const again = this.random.chance(0.3) ? ` ...${name}` : '';
    return `...${name}${this.directive()}${again}`;
  }

  private field(
    field: Field,
    depth: number,
    aliased: boolean,
    directive = this.directive(),
  ): string {
    const type = getNamedType(field.type);
    const given = this.argumentsOf(field);
    const needsAlias = aliased || field.args.length > 0 || this.random.chance(0.1);
    const alias = needsAlias ? `${this.name('a')}: ` : '';
    const inner = isCompositeType(type) ? ` ${this.selectionSet(type, depth - 1, false)}` : '';
    return `${alias}${field.name}${given}${directive}${inner}`;
  }

  private argumentsOf({ args }: Field): string {
    // `first` and `last` exclude each other; the other order of reading is left to chance.
    const dropped = this.random.chance(0.5) ? ['first', 'after'] : ['last', 'before'];
    const isTwoWay = args.some(({ name }) => name === 'last');
    const usable = args.filter(({ name }) => !isTwoWay || !dropped.includes(name));
    const chosen = usable.filter(
      (arg) => isRequired(arg) || arg.name === 'first' || this.random.chance(0.4),
    );
    const written = chosen.map((arg) => `${arg.name}: ${this.argument(arg.name, arg.type)}`);
    return written.length === 0 ? '' : `(${written.join(', ')})`;
  }

  /** Written out, or in a variable: given, left to its default, or left out. */
  private argument(name: string, type: GraphQLInputType): string {
    const value = this.value(name, type);
    if (this.random.chance(0.5)) return value.text;
    const variable = this.name('v');
    const preset = this.random.chance(0.4) ? ` = ${this.value(name, type).text}` : '';
    this.definitions.push(`$${variable}: ${String(type)}${preset}`);
    const mayBeAbsent = preset !== '' || !isNonNullType(type);
    if (!mayBeAbsent || this.random.chance(0.6)) this.variables[variable] = value.json;
    return `$${variable}`;
  }

  private directive(): string {
    if (this.random.chance(0.9)) return '';
    const kind = this.random.pick(['include', 'skip']);
    if (this.random.chance(0.5)) return ` @${kind}(if: ${String(this.random.chance(0.5))})`;
    const variable = this.name('b');
    const preset = this.random.chance(0.5);
    this.definitions.push(`$${variable}: Boolean!${preset ? ' = true' : ''}`);
    if (!preset || this.random.chance(0.5)) this.variables[variable] = this.random.chance(0.5);
    return ` @${kind}(if: $${variable})`;
  }

  private value(name: string, type: GraphQLInputType): Value {
    if (!isNonNullType(type) && this.random.chance(0.15)) return { json: null, text: 'null' };
    const plain = getNullableType(type);
    if (isListType(plain)) return this.list(name, plain.ofType);
    if (isInputObjectType(plain)) {
      const chosen = new Set(this.some(Object.values(plain.getFields()), 2));
      const values = [...chosen].map(
        (field) => [field.name, this.value(field.name, field.type)] as const,
      );
      const text = values.map(([key, value]) => `${key}: ${value.text}`).join(', ');
      const json = Object.fromEntries(values.map(([key, value]) => [key, value.json]));
      return { json, text: `{ ${text} }` };
    }
    if (isEnumType(plain)) {
      const { name: chosen } = this.random.pick(plain.getValues());
      return { json: chosen, text: chosen };
    }
    const key = plain.name === 'Int' ? `${name}: Int` : name;
    const json = this.random.pick(this.known[key] ?? [null]);
    return { json, text: JSON.stringify(json) };
  }

  private list(name: string, type: GraphQLInputType): Value {
    const items = Array.from({ length: this.random.int(0, 3) }, () => this.value(name, type));
    const text = `[${items.map((item) => item.text).join(', ')}]`;
    return { json: items.map((item) => item.json), text };
  }

  private some<T>(choices: readonly T[], most: number): T[] {
    if (choices.length === 0) return [];
    const count = this.random.int(1, most);
    return Array.from({ length: count }, () => this.random.pick(choices));
  }

  private name(prefix: string): string {
    return `${prefix}${(this.names += 1)}`;
  }
}

const isRequired = ({ type, defaultValue }: GraphQLArgument): boolean =>
  isNonNullType(type) && defaultValue === undefined;
