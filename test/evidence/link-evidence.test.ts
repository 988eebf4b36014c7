import { checkEvidence, linkEvidence } from '../../src/evidence/link-evidence';
import { evidenceOf } from '../../src/evidence/evidence.repository';
import { Context } from '../../src/inbox/context';
import type { Command } from '../../src/inbox/perform';
import { newId } from '../../src/lib/ids';
import { Refused } from '../../src/lib/refusal';
import { lockOrder } from '../../src/orders/lock-order';
import { eachDatabase } from '../services/databases';
import { act, done, openShop, placeOrder } from '../support/market';
import { buyer, seller, staff, system, viewerOf, type Person } from '../support/people';
import { sharedNode } from '../support/shared-node';
import { aFile } from './sample-files';
import { evidenceFolder } from './storages';
import { announce, stored } from './uploads';

const folder = evidenceFolder();

/** Something that takes evidence, as reports and replies will: its id is what evidence is tied to. */
const give: Command<{ orderId: string; ids: string[]; subjectId?: string }, string> = async (
  running,
  viewer,
  { orderId, ids, subjectId = newId('history') },
) => {
  const order = await lockOrder(running, viewer, orderId);
  if (order === undefined) throw new Error('There is no such order.');
  const reasons = await checkEvidence(running, order, ids);
  if (reasons.length > 0) return new Refused(reasons);
  linkEvidence(running, subjectId, ids);
  return subjectId;
};

eachDatabase('evidence given with something', (database) => {
  const node = sharedNode(database, { environment: { EVIDENCE_URL: folder } });
  let orderId: string;
  let pieces: string[];

  beforeAll(async () => {
    await openShop(node(), 'shop-2');
    orderId = await placeOrder(node());
    pieces = [];
    for (let count = 0; count < 6; count += 1)
      pieces.push(await stored(node(), aFile(), { orderId }));
  });

  const refused = async (ids: string[]) => {
    const result = await act(node(), seller(), give, { orderId, ids });
    if (!(result instanceof Refused)) return [];
    return result.reasons.map(({ code, field, facts }) => [
      code,
      field?.join('.'),
      ...(facts?.['problem'] === undefined ? [] : [facts['problem']]),
    ]);
  };

  const seen = async (subjectId: string, person: Person = seller()): Promise<string[]> => {
    const asker = { viewer: viewerOf(person), language: 'en' } as const;
    const found = await new Context(node().app, asker, 0).load(evidenceOf, subjectId);
    return found.map(({ id }) => id);
  };

  test.each([
    [0, []],
    [1, []],
    [5, []],
    [6, [['EVIDENCE_LIMIT', 'input.evidenceIds']]],
  ])('EV-1 %d files at once', async (count, expected) => {
    expect(await refused(pieces.slice(0, count))).toEqual(expected);
  });

  test('EV-1 the same file twice is refused, where it stands again', async () => {
    const [a, b] = pieces as [string, string];
    expect(await refused([a, b, a])).toEqual([['INVALID_INPUT', 'input.evidenceIds.2', 'twice']]);
  });

  test('EV-1 AC-1 what is unknown, of another order or not uploaded is refused, each in its place', async () => {
    const otherOrder = await placeOrder(node());
    const foreign = await stored(node(), aFile(), { orderId: otherOrder });
    const { evidence } = await announce(node(), aFile(), { orderId });
    const unknown = 'evd_01h455vb4pex5vsknk084sn02q';
    expect(await refused([pieces[0]!, unknown, foreign, evidence.id, 'nonsense'])).toEqual([
      ['NOT_FOUND', 'input.evidenceIds.1'],
      ['NOT_FOUND', 'input.evidenceIds.2'],
      ['INVALID_INPUT', 'input.evidenceIds.3', 'notUploaded'],
      ['NOT_FOUND', 'input.evidenceIds.4'],
    ]);
  });

  test('EV-1 one file may prove several things, and each keeps its order', async () => {
    const [a, b, c] = pieces as [string, string, string];
    const first = await done(act(node(), seller(), give, { orderId, ids: [c, a] }));
    const second = await done(act(node(), seller(), give, { orderId, ids: [a, b, c] }));
    expect(await seen(first)).toEqual([c, a]);
    expect(await seen(second)).toEqual([a, b, c]);
    expect(await seen('his_nothing')).toEqual([]);
  });

  test('EV-1 TK-18 what was given once is not given again: its links never change', async () => {
    const subjectId = await done(act(node(), seller(), give, { orderId, ids: [pieces[0]!] }));
    const again = { orderId, ids: [pieces[1]!], subjectId };
    await expect(act(node(), seller(), give, again)).rejects.toThrow();
    expect(await seen(subjectId)).toEqual([pieces[0]]);
  });

  test.each<[string, Person, boolean]>([
    ['the shop', seller(), true],
    ['staff', staff, true],
    ['the buyer', buyer(), false],
    ['another shop', seller('shop-2'), false],
    ['the back end', system, false],
  ])('AC-5 it is seen by %s or is not there', async (_who, person, sees) => {
    const subjectId = await done(act(node(), seller(), give, { orderId, ids: [pieces[0]!] }));
    expect(await seen(subjectId, person)).toEqual(sees ? [pieces[0]] : []);
  });
});
