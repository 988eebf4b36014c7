import type { shop as english } from '../en/shop';

/** A shop's figures. A key too many or too few does not compile. */
export const shop: Record<keyof typeof english, string> = {
  'nav.shop': '店铺数据',
  'shop.title': '近 30 天店铺数据',
  'shop.none': '暂无数据',
  'shop.noneWhy': '平台登记店铺后即可查看。',
  'shop.noValue': '–',
  'shop.lateRate': '发货超时率',
  'shop.lateOf': '应发货 {{whole}} 单，超时 {{part}} 单',
  'shop.disputeRefundRate': '纠纷退款率',
  'shop.platformDisputeRate': '平台纠纷率',
  'shop.disputesOf': '判商家责任 {{part}} 单，付款 {{whole}} 单',
  'shop.acceptance': '协商同意率',
  'shop.acceptanceOf': '发起 {{whole}} 次，同意 {{part}} 次',
  'shop.reply': '工单回复时长',
  'shop.replyOf': '共回复 {{whole}} 单，取中位数；九成在 {{most}} 内',
  'shop.overdue': '逾期未回复工单',
  'shop.overdueOf': '逾期视为放弃举证',
  'shop.span': '{{hours}} 小时 {{minutes}} 分',
  'shop.daily': '{{what}}，每日',
  'shop.points': '{{year}} 年违规扣分',
  'shop.general': '一般违规（年末清零）',
  'shop.severe': '严重违规（满 48 分不清零）',
  'shop.carriedOver': '其中 {{points}} 分严重违规扣分来自往年。',
};
