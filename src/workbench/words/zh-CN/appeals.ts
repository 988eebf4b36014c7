import type { appeals as english } from '../en/appeals';

/** Appeals against judgments. A key too many or too few does not compile. */
export const appeals: Record<keyof typeof english, string> = {
  'nav.appeals': '申诉',
  'appeals.title': '申诉',
  'appeals.views': '查看哪些申诉',
  'appeals.view.open': '待审核',
  'appeals.view.decided': '已审核',
  'appeals.none': '这里没有申诉',
  'appeals.noneWhy.open': '被判商家责任的店铺可在规定天数内申诉，申诉会按等待时间排列在这里。',
  'appeals.noneWhy.decided': '已审核的申诉会保留在这里。',
  'appeal.status.SUBMITTED': '待审核',
  'appeal.status.UPHELD': '申诉成立',
  'appeal.status.REJECTED': '申诉不成立',
  'appeal.verdict': '改判为',
  'appeal.revoke': '随判责一并撤销的违规',
};
