import { onSqlite } from '../services/databases';
import { startNode, type TestNode } from '../support/node';
import { seller } from '../support/people';
import { postAs } from './post';

onSqlite('What operators read of queries', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
  });
  afterAll(() => node.stop());

  const read = async (name: string): Promise<number> => {
    const text = await (await fetch(new URL('/metrics', node.url))).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const both = async () => [
    await read('parley_queries_compiled'),
    await read('parley_queries_interpreted'),
  ];

  it('counts a query over HTTP as compiled, whoever sends it', async () => {
    const before = await both();
    const query = 'query Page($first: Int!) { orders(first: $first) { nodes { id } } serverTime }';
    for (const first of [1, 2]) {
      const { json } = await postAs(node.url, seller(), { query, variables: { first } });
      expect(json.data.orders.nodes).toEqual([]);
    }
    await postAs(node.url, null, { query: '{ serverTime }' });
    expect(await both()).toEqual([before[0]! + 3, before[1]]);
  });

  it('counts a query whose field fails as interpreted: errors are graphql-js’s', async () => {
    const before = await both();
    const { codes } = await postAs(node.url, null, { query: '{ orders { nodes { id } } }' });
    expect(codes).toEqual(['UNAUTHENTICATED']);
    expect(await both()).toEqual([before[0], before[1]! + 1]);
  });
});
