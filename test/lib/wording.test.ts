import fc from 'fast-check';
import { UserErrorCode, type Refusal } from '../../src/lib/refusal';
import { languageOf, Wordings, type Language } from '../../src/lib/wording';
import { en } from '../../src/lib/wording/en';
import { zhCN } from '../../src/lib/wording/zh-CN';
import { ActKind } from '../../src/inbox/act-kind';
import { OrderStatus } from '../../src/orders/order.entity';
import {
  ProposalReason,
  ProposalStatus,
} from '../../src/shipping-proposals/shipping-proposal.entity';
import { TicketVerdict } from '../../src/tickets/judgment.entity';
import { ReplyOption } from '../../src/tickets/reply.entity';
import { TicketCategory, TicketStatus } from '../../src/tickets/ticket.entity';
import { scale, seed } from '../services/scale';
import { projectFiles } from '../house/project-files';

type Tree = { readonly [key: string]: string | Tree };

/** Every key with its sentence: `message.PROPOSAL_CARD`. */
const leaves = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : leaves(value, `${prefix}${key}.`),
  );

const marksIn = (sentence: string): string[] =>
  Array.from(sentence.matchAll(/\{\{(\w+)\}\}/g), ([, name]) => name!).sort();

const LANGUAGES: Language[] = ['en', 'zh-CN'];
const wordings = new Wordings('Asia/Shanghai');

describe('the two languages', () => {
  const english = leaves(en);
  const chinese = new Map(leaves(zhCN));

  test('MS-2 have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual(english.map(([key]) => key).sort());
  });

  test.each(english)('MS-2 %s has the same facts in both, and is said in both', (key, sentence) => {
    expect(marksIn(chinese.get(key)!)).toEqual(marksIn(sentence));
    expect(sentence).not.toMatch(/\p{Script=Han}/u);
    expect(chinese.get(key)).toMatch(/\p{Script=Han}/u);
  });
});

describe('everything that is said has words', () => {
  const keys = new Set(leaves(en).map(([key]) => key));

  test.each(Object.values(UserErrorCode).filter((code) => code !== UserErrorCode.INVALID_INPUT))(
    'the refusal %s',
    (code) => expect(keys).toContain(`refusal.${code}`),
  );

  test.each([
    ...Object.values(OrderStatus),
    ...Object.values(ProposalStatus),
    ...Object.values(TicketStatus),
  ])('the status %s', (status) => expect(keys).toContain(`status.${status}`));

  test.each(Object.values(ProposalReason))('SP-15 the reason %s', (reason) =>
    expect(keys).toContain(`reason.${reason}`),
  );

  test.each([
    'CARD',
    ...Object.values(ProposalStatus).filter((status) => status !== ProposalStatus.PENDING),
  ])('SP-13 the message of PROPOSAL_%s', (end) =>
    expect(keys).toContain(`message.PROPOSAL_${end}`),
  );

  test.each([
    ...Object.values(TicketCategory).map((category) => `category.${category}`),
    ...Object.values(ReplyOption).map((option) => `option.${option}`),
    // The other outcomes are said by the code of their message.
    ...['AGREED_CONFIRMED', 'OTHER_ACCEPTED', ...Object.values(TicketVerdict)].map(
      (outcome) => `outcome.${outcome}`,
    ),
  ])('TK-1 TK-6 TK-14 of a ticket %s', (key) => expect(keys).toContain(key));

  const SILENT = ['OPENED', 'URGED', 'ASSIGNED', 'CONTACT_RECORDED', 'EVIDENCE_ADDED'].map(
    (kind) => `TICKET_${kind}`,
  );
  test.each([
    'TICKET_CARD',
    'TICKET_URGED',
    'TICKET_URGED_BY_STAFF',
    ...Object.values(ActKind).filter(
      (kind) => kind.startsWith('TICKET_') && !SILENT.includes(kind),
    ),
  ])('MS-2 the message of %s', (code) => expect(keys).toContain(`message.${code}`));

  test.each(['CONSIGNED', 'PICKED_UP', 'CLOSED'])('SP-13 the cause %s', (cause) =>
    expect(keys).toContain(`cause.${cause}`),
  );

  test('every problem that src names has its words, and every word its problem', () => {
    const text = projectFiles('src/*.ts')
      .map((file) => file.text)
      .join('\n');
    const named = [/invalid\(\s*[^,]+,\s*'(\w+)'/g, /problem: '(\w+)'/g].flatMap((form) =>
      Array.from(text.matchAll(form), ([, problem]) => problem!),
    );
    expect([...new Set(named)].sort()).toEqual(Object.keys(en.invalid).sort());
  });
});

describe('what is said', () => {
  const shipBy = Date.parse('2023-02-01T02:00:00Z');

  test.each([
    ['en', 'The ship-by, 2023-02-01 10:00:00, has passed.'],
    ['zh-CN', '发货截止时间 2023/02/01 10:00:00 已过。'],
  ] as const)('TM-2 MS-2 in %s tells instants in the platform zone', (language, sentence) => {
    const refusal: Refusal = { code: UserErrorCode.SHIP_BY_PASSED, facts: { shipBy } };
    expect(wordings.refusal(language, refusal)).toBe(sentence);
  });

  test('TM-2 in another zone the same instant is told otherwise', () => {
    const elsewhere = new Wordings('America/New_York');
    const refusal: Refusal = { code: UserErrorCode.SHIP_BY_PASSED, facts: { shipBy } };
    expect(elsewhere.refusal('en', refusal)).toContain('2023-01-31 21:00:00');
  });

  test.each([
    ['en', 'The card can no longer be answered: it is void.'],
    ['zh-CN', '该协商卡片已无法答复：已作废。'],
  ] as const)('MS-2 in %s names states in words', (language, sentence) => {
    const refusal: Refusal = {
      code: UserErrorCode.PROPOSAL_NOT_PENDING,
      facts: { status: 'VOIDED' },
    };
    expect(wordings.refusal(language, refusal)).toBe(sentence);
  });

  test.each([
    ['en', 'This is too long: at most 500 characters.'],
    ['zh-CN', '内容过长：最多 500 个字符。'],
  ] as const)('a value of the wrong form, in %s', (language, sentence) => {
    const facts = { problem: 'tooLong', longest: 500 };
    expect(wordings.refusal(language, { code: UserErrorCode.INVALID_INPUT, facts })).toBe(sentence);
  });

  test('facts are told as they are, whatever they look like', () => {
    const facts = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('$t(status.CLOSED)', '{{shipBy}}', '$&', '<b>'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), facts, (language, differs) => {
        const said = wordings.say(language, 'refusal.ORDER_DIFFERS', { differs });
        expect(said).toContain(differs);
      }),
      { seed: seed(), numRuns: scale(2_000, 40) },
    );
  });

  test.each([
    [{ context: 'EARLIER' }, 'prevails'],
    [{ context: 'NEVER_SAID' }, undefined],
    [{ context: '' }, undefined],
    [{ context: null }, undefined],
    [{}, undefined],
  ])('SP-8 the context %j asks for a sentence of its own where there is one', (facts, more) => {
    const said = wordings.say('en', 'message.PROPOSAL_ACCEPTED', { shipBy, ...facts });
    expect(said).toContain('The buyer agreed: the order ships by 2023-02-01 10:00:00.');
    expect(said.includes('prevails')).toBe(more !== undefined);
  });

  test('nothing is left unsaid: no sentence keeps a mark when its facts are given', () => {
    for (const language of LANGUAGES)
      for (const [key, sentence] of leaves(en)) {
        const facts = Object.fromEntries(marksIn(sentence).map((name) => [name, 1]));
        expect(wordings.say(language, key, facts)).not.toMatch(/[{}]/);
      }
  });
});

describe('languageOf', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['fr', 'en'],
    ['en', 'en'],
    ['zh', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['ZH-cn', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['zha', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['en;q=0.8, zh;q=0.9', 'zh-CN'],
    ['fr, zh;q=0.1', 'zh-CN'],
    ['zh;q=0, fr', 'en'],
    ['zh;q=x, en;q=0.1', 'en'],
    [',;,', 'en'],
  ])('of "%s" is %s', (accepted, language) => {
    expect(languageOf(accepted)).toBe(language);
  });

  test('of anything is one of the two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (accepted) =>
        LANGUAGES.includes(languageOf(accepted)),
      ),
      { seed: seed(), numRuns: scale(2_000, 40) },
    );
  });
});
