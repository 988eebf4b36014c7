/** A document somebody sends to do harm, and the code both doors refuse it with. */
export interface Hostile {
  readonly name: string;
  readonly code: string;
  readonly query: string;
  readonly variables?: object;
}

const LARGE = 'DOCUMENT_TOO_LARGE';
const COSTLY = 'OPERATION_TOO_COSTLY';
const INVALID = 'GRAPHQL_VALIDATION_FAILED';
const UNPARSED = 'GRAPHQL_PARSE_FAILED';

const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** A way down through the graph, so many levels deep. */
const deep = (levels: number): string =>
  levels <= 1 ? 'id' : `order { ${levels <= 2 ? 'id' : `conversation { ${deep(levels - 2)} }`} }`;

/** Fragments that each spread the next one twice: 2^n where unfolded. */
const doubling = (count: number, leaf: string): string =>
  times(count, (n) => {
    const next = n === count - 1 ? leaf : `...F${n + 1} ...F${n + 1}`;
    return `fragment F${n} on Viewer { ${next} }`;
  });

/** `root` wraps what is hostile into an operation: the same documents for both doors. */
export type Root = (inner: string) => string;

/** Queries, as HTTP takes them. */
export const asQuery: Root = (inner) => `query { ${inner} }`;

const inOrder = (inner: string): string => `order(id: "x") { ${inner} }`;

const tooLarge = (): readonly (readonly [string, string, string?])[] => [
  ['19 levels', `node(id: "x") { ... on Conversation { ${deep(18)} } }`],
  [
    '1,000 inline fragments, each in the last, around a deep field',
    `node(id: "x") { ${'... { '.repeat(900)} ... on Conversation { ${deep(18)} } ${'} '.repeat(900)} }`,
  ],
  ['101 aliases', inOrder(times(101, (n) => `a${n}: id`))],
  ['101 aliases of __typename', inOrder(times(101, (n) => `a${n}: __typename`))],
  ['51 root fields', times(51, () => 'serverTime')],
  ['2,001 fields', inOrder(times(2_001, () => 'id'))],
  ['51 directives', inOrder(times(51, () => 'id @include(if: true)'))],
  ['51 directives on one field', inOrder(`id ${times(51, () => '@unknown')}`)],
  ['101 fragments', inOrder('id'), times(101, (n) => `fragment F${n} on Order { id }`)],
  ['fragments that double 30 times', 'viewer { ...F0 }', doubling(30, 'id')],
  ['fragments that double 90 times and hold nothing', 'viewer { ...F0 }', doubling(90, '...None')],
  [
    '300 equal fields with arguments',
    inOrder(`conversation { ${times(300, () => 'messages(first: 1) { nodes { id } }')} }`),
  ],
  [
    'equal fields in inline fragments',
    inOrder(times(390, () => '... on Order { conversation { id } }')),
  ],
  [
    'equal fields that overlap in each other',
    times(40, () => `viewer { ${times(40, () => 'id')} }`),
  ],
  ['over-limit and invalid: limits come first', inOrder(times(2_001, () => 'nothing'))],
  ['a name of 100 kB', `viewer { ${'a'.repeat(100_000)} }`],
  ['a text of 100 kB', `order(id: "${'a'.repeat(100_000)}") { id }`],
  ['100 kB of comment', `serverTime #${'a'.repeat(100_000)}\n`],
];

const tooCostly = (): readonly (readonly [string, string, object?])[] => [
  [
    'a page of 100 in pages of 100 in pages of 100',
    'conversations(first: 100) { nodes { messages(first: 100) { nodes { conversation { messages(last: 100) { nodes { id } } } } } } }',
  ],
  [
    'pages of the default size, in each other four times',
    `conversations { nodes { ${'messages { nodes { conversation { '.repeat(4)} id ${'} } } '.repeat(4)} } }`,
  ],
  [
    'pages through edges',
    'orders(first: 100) { edges { node { conversation { messages(first: 100) { edges { node { id text code card { remark } createdAt number kind sender seat } } } } } } }',
  ],
  [
    'short lists in each other',
    `orders(first: 100) { nodes { ${'proposals { order { '.repeat(4)} id ${'} } '.repeat(4)} } }`,
  ],
];

const invalid = (): readonly (readonly [string, string, string?])[] => [
  ['a fragment that spreads itself', inOrder('...F'), 'fragment F on Order { id ...F }'],
  [
    'fragments that spread each other',
    inOrder('...F0'),
    times(99, (n) => `fragment F${n} on Order { ${times(12, (m) => `...F${(n + m + 1) % 99}`)} }`),
  ],
  [
    'a cycle through fields',
    inOrder('...F'),
    'fragment F on Order { conversation { order { ...F } } }',
  ],
  ['1,900 unknown fields', inOrder(times(1_900, (n) => `x${n}`))],
  ['equal names for different things', inOrder('a: id a: orderNo')],
  [
    'lists in lists in lists',
    `orders(filter: { status: ${'['.repeat(1_800)}${']'.repeat(1_800)} }) { nodes { id } }`,
  ],
  [
    'objects in objects in objects',
    `orders(filter: ${'{ status: '.repeat(900)} 1 ${'}'.repeat(900)}) { nodes { id } }`,
  ],
  ['an unknown directive', 'viewer { id @nothing }'],
];

/** Documents refused whoever asks, in the operation `root` makes of them. */
export function hostileDocuments(root: Root): Hostile[] {
  return [
    ...tooLarge().map(([name, inner, rest = '']) => ({
      name,
      code: LARGE,
      query: `${root(inner)} ${rest}`,
    })),
    ...tooCostly().map(([name, inner]) => ({ name, code: COSTLY, query: root(inner) })),
    ...invalid().map(([name, inner, rest = '']) => ({
      name,
      code: INVALID,
      query: `${root(inner)} ${rest}`,
    })),
    { name: '5,000 tokens', code: UNPARSED, query: root(times(5_000, () => 'x')) },
    {
      name: 'a page size in a variable',
      code: COSTLY,
      query: bySize('', root),
      variables: { n: 100 },
    },
    { name: 'a page size in a default', code: COSTLY, query: bySize(' = 100', root) },
  ];
}

const bySize = (preset: string, root: Root): string =>
  root(
    'conversations(first: $n) { nodes { messages(first: $n) { nodes { conversation { messages(last: $n) { nodes { id } } } } } } }',
  ).replace(/^(query|subscription)/, (kind) => `${kind}($n: Int!${preset})`);

/** What is no GraphQL at all. */
export const MALFORMED: readonly string[] = [
  '',
  ' ',
  '{',
  '{ viewer { id }',
  '}',
  'query',
  'viewer { id }',
  '{ viewer { id } } }',
  '{ viewer( { id } }',
  '{ viewer { id: } }',
  '{ "viewer" }',
  'query ($a) { viewer { id } }',
  'fragment on on on { id }',
  '\u0000',
  '\ufeff\ufeff\ufeff{',
  '{ order(id: "\\ud800") { id } }',
  '{ order(id: "unfinished) { id } }',
  '{ order(id: """unfinished) { id } }',
  '{ order(id: 0123) { id } }',
  '{ order(id: 1e) { id } }',
  '💩',
  '<script>alert(1)</script>',
  "'; DROP TABLE orders; --",
];
