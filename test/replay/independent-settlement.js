// What a file of orders must come to, worked out a second time: from the file and the rules alone, with nothing of src.
//
//   node test/replay/independent-settlement.js FILE.csv [--proposals] [--json]
//
// prints the totals, or with --json one line per order as `npm run replay -- FILE.csv --result FILE` writes it.
// It reads plain CSV: no quotes, one row an order. Times are wall clock of Asia/Shanghai, UTC+8 all year round.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

// The policy (domain.md §9). Seconds, and minor units.
const DAY = 86_400;
const HOUR = 3_600;
const ANSWER_WITHIN = DAY;
const LEAST = 500;
const MOST = 10_000;
const ZONE_OFFSET = 8 * HOUR;

const secondsOf = (wallClock) =>
  wallClock === '' ? Infinity : Date.parse(`${wallClock.replace(' ', 'T')}+08:00`) / 1000;
const instant = (seconds) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
const endOfDay = (seconds) =>
  Math.floor((seconds + ZONE_OFFSET) / DAY) * DAY + DAY - 1 - ZONE_OFFSET;

// CO-1: a tenth, half up (whole numbers only, so that 0.5 is exactly 0.5), not below LEAST, not above MOST.
const compensationOf = (amount) => Math.min(MOST, Math.max(LEAST, Math.floor((amount + 5) / 10)));

// What became of the order's card. Within one second the carrier is first, then the buyer, then the seller.
function cardOf({ orderNo, paidAt, limit, pickedUpAt }) {
  const chance = BigInt(`0x${createHash('sha256').update(orderNo).digest('hex')}`);
  if (chance % 3n !== 0n) return null; // every third order gets one
  const sentAt = Math.max(paidAt, limit - DAY);
  if (sentAt > limit || pickedUpAt <= sentAt) return 'REFUSED'; // SP-1
  const answerBy = Math.min(sentAt + ANSWER_WITHIN, limit); // SP-6
  const answer = ['ACCEPTED', 'DECLINED', null][Number((chance / 3n) % 3n)];
  const answeredAt = answer === null ? Infinity : sentAt + HOUR;
  if (pickedUpAt <= Math.min(answeredAt, answerBy)) return 'VOIDED'; // SP-13
  return answeredAt <= answerBy ? answer : 'EXPIRED';
}

function settle(order, withProposals) {
  const { orderNo, paidAt, limit, pickedUpAt, amount } = order;
  const card = withProposals ? cardOf(order) : null;
  const isAgreed = card === 'ACCEPTED';
  const shipBy = isAgreed ? endOfDay(limit + 3 * DAY) : limit; // OR-2; no clock changes: 3 days are 3 × DAY
  const isBreached = pickedUpAt > shipBy; // OR-4, OR-6
  const isPaid = isBreached && !isAgreed && paidAt <= limit; // CO-2; OR-10: passed before its import
  return {
    shopId: order.shopId,
    orderNo,
    sla: isBreached ? 'BREACHED' : 'MET',
    shipBy: instant(shipBy),
    card,
    compensationMinor: isPaid ? compensationOf(amount) : 0,
  };
}

function ordersIn(path) {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const fields = line.split(',');
    const field = (name) => fields[columns.indexOf(name)];
    return {
      shopId: field('seller_id'),
      orderNo: field('order_no'),
      paidAt: secondsOf(field('paid_at')),
      limit: secondsOf(field('ship_by')),
      pickedUpAt: secondsOf(field('picked_up_at')),
      amount: Math.round(Number(field('amount')) * 100), // cents: rounding only takes the binary dust away
    };
  });
}

const [path, ...options] = process.argv.slice(2);
const settled = ordersIn(path).map((order) => settle(order, options.includes('--proposals')));
if (options.includes('--json'))
  for (const { card, ...order } of settled)
    console.log(JSON.stringify({ ...order, card: card === 'REFUSED' ? null : card }));
else {
  const count = (isCounted) => settled.filter(isCounted).length;
  const sum = settled.reduce((total, order) => total + order.compensationMinor, 0);
  console.log(`orders          ${settled.length}`);
  console.log(`breaches        ${count(({ sla }) => sla === 'BREACHED')}`);
  console.log(`compensations   ${count(({ compensationMinor }) => compensationMinor > 0)}`);
  console.log(`their sum       ${(sum / 100).toFixed(2)}`);
  for (const end of ['ACCEPTED', 'DECLINED', 'EXPIRED', 'VOIDED', 'REFUSED'])
    console.log(`cards ${end.toLowerCase().padEnd(9)} ${count(({ card }) => card === end)}`);
}
