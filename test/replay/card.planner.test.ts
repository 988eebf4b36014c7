import { planCard } from '../../src/replay/card.planner';
import { orderRow } from './order-rows';

const shanghai = (time: string) => Date.parse(`2023-01-${time}+08:00`);

describe('which orders get a card', () => {
  it.each([
    ['A7', 'Accept'],
    ['A6', 'Decline'],
    ['A0', undefined],
  ])('the number %s does, and its buyer answers %s', (orderNo, answer) => {
    const card = planCard(orderRow({ orderNo }));
    expect(card).toBeDefined();
    expect(card?.answer).toBe(answer);
  });

  it.each(['A1', 'A2'])('the number %s does not', (orderNo) =>
    expect(planCard(orderRow({ orderNo }))).toBeUndefined(),
  );

  it('one of three does, whatever the numbers look like', () => {
    const numbers = Array.from({ length: 3000 }, (_, index) => `no-${index}`);
    const cards = numbers.flatMap((orderNo) => planCard(orderRow({ orderNo })) ?? []);
    expect(cards.length).toBeGreaterThan(900);
    expect(cards.length).toBeLessThan(1100);
    for (const answer of ['Accept', 'Decline', undefined])
      expect(cards.filter((card) => card.answer === answer).length).toBeGreaterThan(270);
  });
});

describe('when a card is sent, and for which day', () => {
  it.each([
    ['a day before the limit', '09T10:00:00', '11T10:00:00', '10T10:00:00', '2023-01-14'],
    ['when paid, if that is later', '10T10:00:01', '11T10:00:00', '10T10:00:01', '2023-01-14'],
    ['when paid, after the limit', '12T10:00:00', '11T10:00:00', '12T10:00:00', '2023-01-14'],
    ['for a limit at midnight', '09T10:00:00', '11T00:00:00', '10T00:00:00', '2023-01-14'],
    ['for a limit a second earlier', '09T10:00:00', '10T23:59:59', '09T23:59:59', '2023-01-13'],
  ])('%s', (_when, paidAt, shipBy, sentAt, shipDate) => {
    const row = orderRow({ orderNo: 'A7', paidAt: shanghai(paidAt), shipBy: shanghai(shipBy) });
    expect(planCard(row)).toEqual({
      row,
      sentAt: shanghai(sentAt),
      shipDate,
      shipBy: Date.parse(`${shipDate}T23:59:59+08:00`),
      answer: 'Accept',
    });
  });
});
