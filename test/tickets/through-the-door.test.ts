import { aFile } from '../evidence/sample-files';
import { evidenceFolder } from '../evidence/storages';
import { announce, readPiece, stored } from '../evidence/uploads';
import { eitherDatabase } from '../services/databases';
import { placeOrder } from '../support/market';
import { buyer, seller, staff, type Person } from '../support/people';
import { shanghai, sharedNode } from '../support/shared-node';
import { opened, readTicket } from '../support/tickets';

const OPENED = shanghai('2023-01-30 15:20:00');
const environment = { EVIDENCE_URL: evidenceFolder() };
const TICKET = 'ticket { id status outcome }';

eitherDatabase('a ticket through the door', (database) => {
  const node = sharedNode(database, { environment });
  beforeEach(() => node().stopClockAt(OPENED));

  /** The payload of a mutation; errors of GraphQL fail the test. */
  async function mutate(person: Person, mutation: string, input: object, noun = TICKET) {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${noun} userErrors { code field message } } }`;
    const { data, errors } = await node().ask(person, query, { input });
    expect(errors).toBeUndefined();
    return data[mutation];
  }

  test('TK-1 TK-9 TK-14 TK-17 from the request for help to the appeal, by the names of the API', async () => {
    const orderId = await placeOrder(node());
    const request = { orderId, category: 'LOGISTICS', statement: 'Where is it?' };
    const { ticket } = await mutate(staff, 'ticketOpen', request);
    const ticketId: string = ticket.id;
    const proof = await stored(node(), aFile(), { ticketId });
    const call = { ticketId, channel: 'PHONE', contactedAt: '2023-01-30T15:20:00+08:00' };
    const noun = 'contact { id counts evidence { id } ticket { id } }';
    for (const evidenceIds of [[proof], []])
      expect(
        await mutate(
          seller(),
          'ticketRecordContact',
          { ...call, reached: false, evidenceIds },
          noun,
        ),
      ).toMatchObject({
        contact: {
          counts: true,
          ticket: { id: ticketId },
          evidence: evidenceIds.map((id) => ({ id })),
        },
        userErrors: [],
      });
    const unreachable = { ticketId, option: 'UNRESOLVED_UNREACHABLE' };
    expect(await mutate(seller(), 'ticketReply', unreachable)).toMatchObject({
      ticket: { status: 'INTERVENTION' },
    });
    const judgment = { ticketId, verdict: 'SELLER_LIABLE', reason: 'Late.', evidenceIds: [proof] };
    expect(await mutate(staff, 'ticketAdjudicate', judgment)).toMatchObject({
      ticket: { status: 'CLOSED', outcome: 'SELLER_LIABLE' },
    });
    await mutate(seller(), 'ticketAppeal', { ticketId, reason: 'It rained.' });
    const decision = { ticketId, upheld: true, verdict: 'NO_FAULT', note: 'It did.' };
    expect(await mutate(staff, 'ticketAppealDecide', decision)).toEqual({
      ticket: { id: ticketId, status: 'CLOSED', outcome: 'NO_FAULT' },
      userErrors: [],
    });
  });

  test('TK-11 a refusal is a user error in the reader’s words, with the field at fault', async () => {
    const ticketId = await opened(node(), await placeOrder(node()));
    await node().stopClockAt(OPENED + 86_401_000);
    const { ticket, userErrors } = await mutate(seller(), 'ticketReply', {
      ticketId,
      option: 'OTHER',
      remark: 'Late.',
    });
    expect(ticket).toBeNull();
    expect(userErrors).toEqual([
      {
        code: 'TICKET_DUE_PASSED',
        field: ['input', 'ticketId'],
        message: 'The ticket was due by 2023-01-31 15:20:00: it can no longer be replied to.',
      },
    ]);
  });

  test('EV-1 AC-1 AC-5 evidence can be announced for a ticket by who handles it', async () => {
    const ticketId = await opened(node(), await placeOrder(node()));
    const codesFor = async (person: Person) =>
      (await announce(node(), aFile(), { ticketId }, person)).userErrors.map(
        ({ code }: { code: string }) => code,
      );
    expect(await codesFor(seller('shop-1', ['tickets']))).toEqual([]);
    expect(await codesFor(staff)).toEqual([]);
    expect(await codesFor(seller('shop-1', ['chat']))).toEqual(['FORBIDDEN']);
    expect(await codesFor(buyer())).toEqual(['NOT_FOUND']);
    expect(await codesFor(seller('shop-2'))).toEqual(['NOT_FOUND']);
  });

  test('AC-5 TK-18 what was added is seen by shop and staff, never by the buyer', async () => {
    const ticketId = await opened(node(), await placeOrder(node()));
    const id = await stored(node(), aFile(), { ticketId });
    await mutate(seller(), 'ticketAddEvidence', { ticketId, evidenceIds: [id] });
    for (const person of [seller(), staff]) {
      const { evidence, additions } = await readTicket(node(), ticketId, person);
      expect(evidence).toEqual([{ id }]);
      const addition = { seat: seller().sub, addedAt: expect.any(String), evidence: [{ id }] };
      expect(additions).toEqual([expect.objectContaining(addition)]);
      expect(await readPiece(node(), id, person)).toMatchObject({ id });
    }
    const { evidence, additions } = await readTicket(node(), ticketId, buyer());
    expect({ evidence, additions }).toEqual({ evidence: null, additions: null });
    expect(await readPiece(node(), id, buyer())).toBeNull();
  });

  test('TK-6 the same reply under the same key is one reply', async () => {
    const ticketId = await opened(node(), await placeOrder(node()));
    const input = { ticketId, option: 'OTHER', remark: 'Soon.', noContactReason: 'No number.' };
    const keyed = { ...input, idempotencyKey: `reply-${ticketId}` };
    const first = await mutate(seller(), 'ticketReply', keyed);
    expect(await mutate(seller(), 'ticketReply', keyed)).toEqual(first);
    expect((await mutate(seller(), 'ticketReply', input)).userErrors).toMatchObject([
      { code: 'TICKET_ALREADY_REPLIED' },
    ]);
  });
});
