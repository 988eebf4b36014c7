/** What waits for staff: a case with evidence of every kind, an appeal, a policy to come. */
import { recordViolation } from './forged';
import { importOrder, openTicket, type Market } from './market';
import { pdf, picture, upload } from './uploads';

/** By the API, as somebody; a refusal is a fault of the stage. */
export async function done(
  market: Market,
  who: 'seller' | 'platform',
  mutation: string,
  input: object,
): Promise<void> {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const { answer } = await market.as[who]<{ answer: { userErrors: { message: string }[] } }>(
    `mutation ($input: ${type}!) { answer: ${mutation}(input: $input) { userErrors { message } } }`,
    { input },
  );
  if (answer.userErrors.length > 0) throw new Error(answer.userErrors[0]!.message);
}

export interface Case {
  readonly ticketId: string;
  readonly orderId: string;
  /** What was given with the reply. */
  readonly replied: string;
}

export interface Opening {
  readonly orderNo: string;
  readonly title: string;
  readonly statement: string;
  readonly remark: string;
}

/** Contacted with a picture, replied to with a picture and a PDF: staff have stepped in. */
export async function openCase(market: Market, opening: Opening): Promise<Case> {
  const { orderNo, title, statement, remark } = opening;
  const orderId = await importOrder(market, { orderNo, title, promisedHours: 480 });
  const ticketId = await openTicket(market, orderId, 'QUALITY', statement);
  const { serverTime } = await market.as.seller<{ serverTime: string }>('{ serverTime }');
  await done(market, 'seller', 'ticketRecordContact', {
    ticketId,
    channel: 'CHAT',
    contactedAt: serverTime,
    reached: true,
    evidenceIds: [await upload(market, orderId, picture('chat.png', [214, 226, 240], 64))],
  });
  const replied = await upload(market, orderId, picture('invoice.png', [232, 220, 196], 48));
  const receipt = await upload(market, orderId, pdf('receipt.pdf'));
  await done(market, 'seller', 'ticketReply', {
    ticketId,
    option: 'UNRESOLVED_NOT_AGREED',
    remark,
    evidenceIds: [replied, receipt],
  });
  return { ticketId, orderId, replied };
}

/** More proof, after the reply (TK-18). */
export async function addMore(market: Market, { ticketId, orderId }: Case): Promise<void> {
  const more = await upload(market, orderId, picture('parcel.png', [190, 206, 188], 56));
  await done(market, 'seller', 'ticketAddEvidence', { ticketId, evidenceIds: [more] });
}

/** Judged against the shop, its picture found forged; the shop appeals (TK-17). */
export async function appealedCase(
  market: Market,
  opening: Opening,
  words: { readonly judgment: string; readonly finding: string; readonly appeal: string },
): Promise<Case> {
  const one = await openCase(market, opening);
  const { ticketId, replied } = one;
  const judgment = { verdict: 'SELLER_LIABLE', reason: words.judgment, evidenceIds: [replied] };
  await done(market, 'platform', 'ticketAdjudicate', { ticketId, ...judgment });
  await recordViolation(market, replied, words.finding);
  await done(market, 'seller', 'ticketAppeal', { ticketId, reason: words.appeal });
  return one;
}

/** What people wrote on the stage: data, which has no language. */
const POT: Opening = {
  orderNo: '2603021006',
  title: '紫砂壶',
  statement: '壶盖与壶身不配，商家不肯换货。',
  remark: '发货前已拍照，壶盖为原配。',
};
const FAN: Opening = {
  orderNo: '2603021007',
  title: '檀香扇',
  statement: '扇骨断了两根，要求退款。',
  remark: '签收后才提出，不同意退款。',
};
const WORDS = {
  judgment: '凭证不能证明发货时完好。',
  finding: '发票日期被修改。',
  appeal: '发票由税务系统开具，可以查验。',
};

export interface Cases {
  readonly open: Case;
  readonly appealed: Case;
}

export async function setCases(market: Market): Promise<Cases> {
  const open = await openCase(market, POT);
  await addMore(market, open);
  const appealed = await appealedCase(market, FAN, WORDS);
  await done(market, 'platform', 'policyPublish', {
    effectiveFrom: '2026-03-20T16:00:00Z',
    proposalLimit: 2,
    urgesBeforeHours: [8, 2],
    lateMaximumMinor: 20_000,
  });
  return { open, appealed };
}

/** All of it, for who looks for words of another language. */
export const CASE_WORDS: readonly string[] = [
  ...[POT, FAN].flatMap(({ title, statement, remark }) => [title, statement, remark]),
  ...Object.values(WORDS),
];
