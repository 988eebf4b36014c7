import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverAudits, type AuditResult } from 'graphql-http';
import { buyer } from '../support/people';
import { startNode, type TestNode } from '../support/node';
import { eitherDatabase } from '../services/databases';
import { post, postAs } from './post';

/** Named in src/server/README.md with their reason: GET is refused by design. */
const NOTICES = ['5A70', '6A70', 'D6D5'];

eitherDatabase('The HTTP door and the GraphQL over HTTP specification', (database) => {
  let node: TestNode;
  beforeAll(async () => {
    node = await startNode(await database.createUrl());
  });
  afterAll(() => node.stop());

  it('passes at least 58 audits of graphql-http, the rest being the notices of the README', async () => {
    const results: AuditResult[] = [];
    for (const audit of serverAudits({ url: node.url, fetchFn: fetch }))
      results.push(await audit.fn());
    const withStatus = (status: string) => results.filter((result) => result.status === status);
    const told = ({ id, name }: AuditResult) => `${id} ${name}`;
    expect(withStatus('error').map(told)).toEqual([]);
    expect(withStatus('warn').map(told)).toEqual([]);
    expect(
      withStatus('notice')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(NOTICES);
    expect(withStatus('ok').length).toBeGreaterThanOrEqual(58);
    const readme = readFileSync(join(__dirname, '../../src/server/README.md'), 'utf8');
    for (const id of NOTICES) expect(readme).toContain(`\`${id}\``);
  });

  it.each([
    ['application/json', 200],
    ['*/*', 200],
    ['application/graphql-response+json', 400],
    ['application/graphql-response+json, application/json;q=0.9', 400],
    ['application/json, application/graphql-response+json;q=0.1', 200],
  ])('answers an invalid document to Accept: %s with %i', async (accept, status) => {
    const reply = await postAs(node.url, buyer(), { query: '{ nothing }' }, { accept });
    expect(reply.status).toBe(status);
    expect(reply.codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it.each(['application/json', 'application/graphql-response+json'])(
    'answers a missing query in %s with 400',
    async (accept) => {
      for (const body of ['{}', '{"query":null}', '{"query":1}']) {
        const reply = await post(node.url, body, { accept });
        expect([body, reply.status]).toEqual([body, 400]);
        expect(reply.codes).toEqual(['BAD_REQUEST']);
      }
    },
  );

  it('answers in UTF-8 and says so', async () => {
    const reply = await postAs(node.url, buyer(), { query: '{ serverTime }' });
    expect(reply.headers.get('content-type')).toMatch(/application\/json; ?charset=utf-8/);
    const strict = { accept: 'application/graphql-response+json' };
    const other = await postAs(node.url, buyer(), { query: '{ serverTime }' }, strict);
    expect(other.headers.get('content-type')).toMatch(
      /application\/graphql-response\+json; ?charset=utf-8/,
    );
  });
});
