import type { Random } from '../services/scale';
import type { Operation, OperationGenerator } from './operation-generator';

/** A document for the two doors: `http` as it is posted, `socket` as the payload of a subscribe message. */
export interface HostilePair {
  readonly kind: string;
  readonly http: string;
  readonly socket: string;
  /** Both are one text, valid at one door only: what that door runs, the other sends there. */
  readonly isSame: boolean;
}

/** What a kind of attack writes: a selection on an order, fragments beside it, variables with their types. */
interface Attack {
  readonly inner: string;
  readonly rest?: string;
  readonly variables?: Record<string, unknown>;
  readonly definitions?: string;
  /** The argument of the field at the root, where that is what is attacked. */
  readonly after?: string;
}

const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** Sizes on both sides of every limit, far from it as often as near. */
const size = (random: Random, most: number): number =>
  random.chance(0.5) ? random.int(1, Math.min(60, most)) : random.int(1, most);

/** Clear of 64 KiB: there a frame has less room than a body, by what it wraps the document in. */
const long = (random: Random): string =>
  'x'.repeat(random.chance(0.5) ? random.int(1, 50_000) : random.int(70_000, 300_000));

/** Down through the graph; stays clear of the limit itself, as the roots of the two doors differ by a level. */
function deep(random: Random): string {
  const pairs = random.chance(0.5) ? random.int(1, 5) : random.int(12, 300);
  return `${'conversation { order { '.repeat(pairs)} id ${'} } '.repeat(pairs)}`;
}

const CODE_POINTS = ['\u0000', '\u200b', '\u202e', '\ufeff', '💩', 'é', '發', '\ud800', '\uffff'];

const ATTACKS: Readonly<Record<string, (random: Random) => Attack>> = {
  depth: (random) => ({ inner: deep(random) }),
  'inline fragments in each other': (random) => {
    const count = size(random, 900);
    return { inner: `${'... { '.repeat(count)} id ${'} '.repeat(count)}` };
  },
  aliases: (random) => ({ inner: times(size(random, 900), (n) => `a${n}: id`) }),
  'aliases of __typename': (random) => ({
    inner: times(size(random, 900), (n) => `a${n}: __typename`),
  }),
  'fields of one name': (random) => ({
    inner: times(size(random, 3_000), () => random.pick(['__typename', 'id', 'sla'])),
  }),
  directives: (random) => {
    const one = random.pick(['@include(if: true)', '@skip(if: false)', '@unknown', '@deprecated']);
    return random.chance(0.5)
      ? { inner: `id ${times(size(random, 500), () => one)}` }
      : { inner: times(size(random, 370), (n) => `a${n}: id ${one}`) };
  },
  'fragments in a ring': (random) => {
    const count = random.int(1, 99);
    const rest = times(count, (n) => `fragment F${n} on Order { id ...F${(n + 1) % count} }`);
    return { inner: '...F0', rest };
  },
  'fragments that double': (random) => {
    const count = random.int(2, 95);
    const leaf = random.pick(['id', '__typename', '...Nothing']);
    const next = (n: number) => (n === count - 1 ? leaf : `...F${n + 1} ...F${n + 1}`);
    return { inner: '...F0', rest: times(count, (n) => `fragment F${n} on Order { ${next(n)} }`) };
  },
  'many fragments': (random) => ({
    inner: '...F0',
    rest: times(random.int(1, 400), (n) => `fragment F${n} on Order { id }`),
  }),
  'spreads of one fragment': (random) => ({
    inner: times(size(random, 1_200), () => '...F'),
    rest: `fragment F on Order { ${times(random.int(1, 40), (n) => `b${n}: id`)} }`,
  }),
  'overlapping fields': (random) => {
    const width = random.int(1, 60);
    return { inner: times(width, () => `conversation { ${times(width, () => 'id')} }`) };
  },
  'overlapping arguments': (random) => ({
    inner: `conversation { ${times(size(random, 270), () => `messages(first: ${random.int(1, 2)}) { nodes { id } }`)} }`,
  }),
  'pages in pages': (random) => {
    const count = random.pick([1, 2, 3, 4, 6]);
    const page = `messages(first: ${random.pick([100, 99])}) { nodes { conversation { `;
    return { inner: `conversation { ${page.repeat(count)} id ${'} } } '.repeat(count)} }` };
  },
  'page sizes in variables': (random) => ({
    definitions: '$n: Int!',
    variables: { n: random.pick([100, 101, -1, 0, 2 ** 31, 1e300, '100', null, [100], {}]) },
    inner: 'conversation { messages(first: $n) { nodes { id } } }',
  }),
  'huge numbers': (random) => ({
    inner: `conversation { messages(first: ${random.pick(['9'.repeat(size(random, 5_000)), '1e999', '-1', '0x10', '1.5', '-0'])}) { nodes { id } } }`,
  }),
  'huge texts': (random) => ({ inner: 'id', after: `"${long(random)}"` }),
  'huge names': (random) => ({ inner: long(random) }),
  comments: (random) => ({ inner: `id # ${long(random)}\n` }),
  'lists in lists': (random) => {
    const count = size(random, 1_500);
    return { inner: 'id', after: `${'['.repeat(count)}${']'.repeat(count)}` };
  },
  'objects in objects': (random) => {
    const count = size(random, 900);
    return { inner: 'id', after: `${'{ a: '.repeat(count)} 1 ${'}'.repeat(count)}` };
  },
  'variables of the wrong type': (random) => ({
    definitions: '$after: String',
    after: '$after',
    inner: 'id',
    variables: { after: random.pick([1, true, [], {}, ['x'], { a: 1 }, 1e300]) },
  }),
  'lists as variables': (random) => ({
    definitions: '$after: String',
    after: '$after',
    inner: 'id',
    variables: { after: Array.from({ length: size(random, 6_000) }, () => 'x') },
  }),
  'deep variables': (random) => {
    let after: unknown = 'x';
    for (let level = size(random, 3_000); level > 0; level -= 1) after = { a: after };
    return { definitions: '$after: String', after: '$after', inner: 'id', variables: { after } };
  },
  'variables nobody declared': (random) => ({
    inner: 'id',
    variables: Object.fromEntries(
      Array.from({ length: size(random, 2_000) }, (_, n) => [`v${n}`, n]),
    ),
  }),
  'undeclared and unused variables': (random) => ({
    definitions: times(size(random, 300), (n) => `$v${n}: ${random.pick(['Int', 'Nothing'])}`),
    inner: `id @include(if: $nobody)`,
  }),
  unicode: (random) => {
    const odd = times(random.int(1, 40), () => random.pick(CODE_POINTS));
    return random.chance(0.5)
      ? { inner: `id ${odd}` }
      : { inner: 'id', after: JSON.stringify(odd.replaceAll('\u0000', '')) };
  },
  'unknown fields': (random) => ({ inner: times(size(random, 1_900), (n) => `x${n}`) }),
  tokens: (random) => ({ inner: times(random.int(4_100, 20_000), () => 'x') }),
};

const INTROSPECTION = (random: Random): string => {
  const count = random.int(1, 12);
  const types = 'types { fields { type { ';
  return random.chance(0.5)
    ? `{ __schema { ${'types { fields { type { name } args { type { name } } } } '.repeat(count)} } }`
    : `{ __schema { ${types} ${'ofType { '.repeat(count)} name ${'} '.repeat(count)} } } } } }`;
};

/** Bodies that are no request. */
const BROKEN = (random: Random): string =>
  random.pick([
    () => '',
    () => '{',
    () => '{"query":"{ serverTime }"',
    () => '[{"query":"{ serverTime }"},{"query":"{ serverTime }"}]',
    () =>
      `[${times(random.int(1, 500), () => '{"query":"{ serverTime }"}').replaceAll('} {', '},{')}]`,
    () => String(random.int(0, 1_000)),
    () => 'null',
    () => '"{ serverTime }"',
    () => `{"query":${random.pick(['1', 'null', '[]', '{}', 'true'])}}`,
    () => `{"query":"{ serverTime }","variables":${random.pick(['1', '[]', '"{}"', 'true'])}}`,
    () => `{"query":"{ serverTime }","operationName":${random.pick(['1', '[]', '{}', 'true'])}}`,
    () => '['.repeat(random.int(1, 20_000)),
    () => '{"a":'.repeat(random.int(1, 5_000)),
  ])();

/** Writes hostile documents, one after the other, all out of one seed. */
export class HostileGenerator {
  constructor(
    private readonly random: Random,
    private readonly operations: OperationGenerator,
  ) {}

  next(): HostilePair {
    if (this.random.chance(0.08)) return this.broken();
    if (this.random.chance(0.08)) return this.same('introspection', INTROSPECTION(this.random));
    if (this.random.chance(0.2)) return this.spoiled();
    const kind = this.random.pick(Object.keys(ATTACKS));
    const attack = ATTACKS[kind]!(this.random);
    const [query, subscription] = [asQuery(attack), asSubscription(attack)];
    const { variables } = attack;
    if (this.random.chance(0.3)) return this.same(kind, query, variables);
    const write = (source: string) => JSON.stringify({ query: source, variables });
    return { kind, http: write(query), socket: write(subscription), isSame: false };
  }

  private same(kind: string, query: string, variables?: Record<string, unknown>): HostilePair {
    const text = JSON.stringify({ query, variables });
    return { kind, http: text, socket: text, isSame: true };
  }

  private broken(): HostilePair {
    const text = BROKEN(this.random);
    return { kind: 'broken', http: text, socket: text, isSame: true };
  }

  /** A good operation in which something was cut out, doubled or exchanged. */
  private spoiled(): HostilePair {
    const { query, variables }: Operation = this.operations.query();
    const from = this.random.int(0, query.length);
    const to = Math.min(query.length, from + this.random.int(1, 30));
    const instead = this.random.pick([
      '',
      query.slice(from, to).repeat(2),
      this.random.pick(['{', '}', '(', ')', '$', '...', '"', '@', '!', '\ud800', ' 0x ']),
    ]);
    return this.same('spoiled', query.slice(0, from) + instead + query.slice(to), variables);
  }
}

const head = (kind: string, { definitions }: Attack): string =>
  definitions === undefined ? kind : `${kind} Main(${definitions})`;

/** A cursor of no inbox: both doors answer at once, by telling where to begin. */
const NOWHERE = '"AAAAAAAA.0"';

const asQuery = (attack: Attack): string =>
  `${head('query', attack)} { inbox(first: 1, after: ${attack.after ?? NOWHERE}) { nodes { order { ${attack.inner} } } } } ${attack.rest ?? ''}`;

const asSubscription = (attack: Attack): string =>
  `${head('subscription', attack)} { inbox(after: ${attack.after ?? NOWHERE}) { __typename ... on InboxEntry { order { ${attack.inner} } } } } ${attack.rest ?? ''}`;
