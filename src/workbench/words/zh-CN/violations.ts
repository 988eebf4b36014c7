import type { violations as english } from '../en/violations';

/** Forged evidence and what it costs. A key too many or too few does not compile. */
export const violations: Record<keyof typeof english, string> = {
  'nav.violations': '违规记录',
  'violations.title': '违规记录',
  'violations.views': '查看哪些违规',
  'violations.view.standing': '生效中',
  'violations.view.revoked': '已撤销',
  'violations.none': '暂无违规记录',
  'violations.noneWhy.standing': '平台在工单或报备中发现的虚假凭证及扣分会显示在这里。',
  'violations.noneWhy.revoked': '申诉成立后撤销的违规会保留在这里。',
  'violations.severity.GENERAL': '一般',
  'violations.severity.SEVERE': '严重',
  'violations.cost': '{{year}} 年扣 {{points}} 分',
  'violations.crossed': ' · 累计达到 {{multiples}} 分',
  'violations.revokedAt': '撤销于',
};
