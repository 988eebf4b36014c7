import type { sweep as english } from '../en/sweep';

/** How far the recording of what fell due has come. A key too many or too few does not compile. */
export const sweep: Record<keyof typeof english, string> = {
  'nav.sweep': '到期处理',
  'sweep.title': '到期处理进度',
  'sweep.what': '到期即生效，对所有人一致。后台任务只负责登记并通知，以下为待登记的数量。',
  'sweep.stale': '最近一次查询失败，以下为此前的数据，稍后会自动重试。',
  'sweep.waiting': '待登记',
  'sweep.done': '登记进度',
  'sweep.nothing': '已到期的事项均已登记。',
  'sweep.of': '打开本页以来已登记 {{recorded}} / {{most}}',
  'sweep.left': '约剩 {{seconds}} 秒',
  'sweep.recorded': '已登记',
  'sweep.recordedBy': '当前应答节点自启动以来的数量',
  'sweep.kinds': '按类型',
  'sweep.kind': '时限类型',
  'sweep.oldest': '最早到期时间',
  'sweep.proposal.answerBy': '协商发货答复',
  'sweep.order.shipBy': '订单发货',
  'sweep.ticket.due': '工单处理',
  'sweep.ticket.urge': '工单催促',
};
