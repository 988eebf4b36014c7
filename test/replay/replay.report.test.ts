import { countCards, countUp, problemsOf, tableOf } from '../../src/replay/replay.report';
import type { OrderNode } from '../../src/replay/replay.result';

const order = (sla: OrderNode['sla'], pickedUpAt: string | null): OrderNode => ({
  id: 'ord_1',
  orderNo: 'A1',
  shop: { shopId: 'S1' },
  sla,
  shipBy: '2023-02-01T02:00:00.000Z',
  pickedUpAt,
  proposals: [],
  compensations: [],
});

describe('what became of the orders', () => {
  it('OR-4 counts a pick-up in the second of the ship-by as in time', () => {
    const orders = [
      order('MET', '2023-02-01T01:59:59.000Z'),
      order('MET', '2023-02-01T02:00:00.900Z'),
      order('BREACHED', '2023-02-01T02:00:01.000Z'),
    ];
    expect(countUp(orders, [])).toMatchObject({
      pickedUpInTime: 2,
      pickedUpLate: 1,
      met: 2,
      breached: 1,
    });
  });

  it('counts what was never picked up, and what is undecided', () => {
    const orders = [order('BREACHED', null), order('RUNNING', null), order('VOID', null)];
    expect(countUp(orders, [])).toMatchObject({
      imported: 3,
      neverPickedUp: 3,
      breached: 1,
      undecided: 2,
    });
  });

  it('counts a row once, whatever was wrong with it, and lists by line', () => {
    const errors = [{ code: 'ORDER_DIFFERS', message: 'The buyer differs.', field: [] }];
    const problems = problemsOf(
      [{ line: 9, what: 'items is "0"' }],
      [
        { line: 4, event: 'pick-up', errors },
        { line: 3, event: 'order', errors },
        { line: 4, event: 'delivery', errors },
      ],
    );
    expect(problems.map(({ line }) => line)).toEqual([3, 4, 4, 9]);
    expect(problems[0]?.what).toBe('order refused: The buyer differs. (ORDER_DIFFERS)');
    expect(countUp([], problems).refused).toBe(3);
  });

  it('CO-1 adds up what buyers have, without what was taken back or paid on complaint', () => {
    const paid = (amountMinor: number) =>
      ({ kind: 'AUTOMATIC', status: 'PAID', amount: { amountMinor } }) as const;
    const compensations = [
      paid(500),
      { ...paid(700), status: 'REVERSED' } as const,
      { ...paid(900), kind: 'COMPLAINT' } as const,
    ];
    const orders = [
      { ...order('BREACHED', null), compensations },
      { ...order('BREACHED', null), compensations: [paid(649_095)] },
    ];
    const report = countUp(orders, []);
    expect(report).toMatchObject({ compensations: 2, compensationMinor: 649_595 });
    expect(tableOf(report)).toMatch(/compensations +2\n +their sum in yuan +6,495\.95$/);
  });

  it('counts cards by their ends, and those that were not sent', () => {
    const ends = ['ACCEPTED', 'DECLINED', 'DECLINED', 'EXPIRED', 'VOIDED'] as const;
    const orders = ends.map((status) => ({ ...order('MET', null), proposals: [{ status }] }));
    const cards = countCards([...orders, order('MET', null)], 7);
    expect(cards).toEqual({
      sent: 5,
      accepted: 1,
      declined: 2,
      expired: 1,
      voided: 1,
      refused: 7,
    });
    expect(tableOf(countUp(orders, []), cards)).toMatch(
      /cards declined +2\n.*\n.*\n +cards refused +7$/,
    );
  });

  it('is a table', () => {
    const orders = Array.from({ length: 1500 }, () => order('MET', '2023-02-01T00:00:00Z'));
    const table = tableOf(countUp(orders, []));
    expect(table.split('\n')).toHaveLength(9);
    expect(table).toMatch(/orders imported +1,500\n +rows refused +0\n/);
  });
});
