import type { compensations as english } from '../en/compensations';

/** What buyers got. A key too many or too few does not compile. */
export const compensations: Record<keyof typeof english, string> = {
  'nav.compensations': '赔付',
  'compensations.title': '赔付',
  'compensations.views': '查看哪些赔付',
  'compensations.none': '暂无赔付',
  'compensations.noneWhy.PAID': '超时发货、投诉成立和无忧购工单的赔付会显示在这里。',
  'compensations.noneWhy.REVERSED': '因原因不再成立而冲回的赔付会显示在这里。',
};
