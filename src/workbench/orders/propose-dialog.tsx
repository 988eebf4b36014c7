import { Alert, DatePicker, Form, Input, Modal, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { SendProposalDocument, type ShippingProposalReason } from '../api/operations';
import { ARROW_DOWN } from '../shell/arrow-down';
import { useAct } from '../shell/use-act';
import { calendarDay } from '../time/formats';
import { useWords } from '../words';
import type { WholeOrder } from './order-page';

const REASONS: readonly ShippingProposalReason[] = [
  'STOCK_SHORTAGE',
  'MADE_TO_ORDER',
  'BUYER_REQUEST',
  'RECEIVER_INFO',
  'OTHER',
];
const DAY = 'YYYY-MM-DD';
const LONGEST_REMARK = 500;

interface Values {
  readonly shipDate: Dayjs;
  readonly reason: ShippingProposalReason;
  readonly remark?: string;
}

interface ProposeDialogProps {
  readonly order: WholeOrder;
  readonly onClose: () => void;
}

/** A later ship date for the buyer to answer; the calendar offers what the API allows, and nothing else (SP-7). */
export default function ProposeDialog({ order, onClose }: ProposeDialogProps) {
  const { t } = useWords();
  const [form] = Form.useForm<Values>();
  const { act, isBusy } = useAct(SendProposalDocument);
  const send = async ({ shipDate, reason, remark = '' }: Values) => {
    const input = {
      orderId: order.id,
      shipDate: shipDate.format(DAY),
      reason,
      ...(remark.trim() !== '' && { remark: remark.trim() }),
    };
    if (await act({ input })) onClose();
  };
  return (
    <Modal
      open
      title={t('propose.title')}
      okText={t('propose.send')}
      cancelText={t('page.cancel')}
      confirmLoading={isBusy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Alert type="info" showIcon title={order.canPropose.advice} className="advice" />
      <ProposeForm form={form} order={order} onSend={send} />
    </Modal>
  );
}

interface ProposeFormProps {
  readonly form: ReturnType<typeof Form.useForm<Values>>[0];
  readonly order: WholeOrder;
  readonly onSend: (values: Values) => Promise<void>;
}

function ProposeForm({ form, order, onSend }: ProposeFormProps) {
  const { t, language } = useWords();
  const { earliestShipDate, latestShipDate } = order.canPropose;
  const range = {
    from: calendarDay(earliestShipDate, language),
    to: calendarDay(latestShipDate, language),
  };
  const initial = { shipDate: dayjs(earliestShipDate), reason: REASONS[0] };
  return (
    <Form form={form} layout="vertical" initialValues={initial} onFinish={onSend}>
      <Form.Item
        name="shipDate"
        label={t('propose.shipDate')}
        extra={t('propose.range', range)}
        rules={[{ required: true, message: t('propose.shipDateMissing') }]}
      >
        <DatePicker
          className="wide"
          minDate={dayjs(earliestShipDate)}
          maxDate={dayjs(latestShipDate)}
          allowClear={false}
          showNow={false}
        />
      </Form.Item>
      <Form.Item name="reason" label={t('propose.reason')}>
        <Select
          suffix={ARROW_DOWN}
          options={REASONS.map((value) => ({ value, label: t(`proposalReason.${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="remark" label={t('propose.remark')}>
        <Input.TextArea rows={3} maxLength={LONGEST_REMARK} showCount />
      </Form.Item>
      <p className="row-quiet">{t('propose.left', { count: order.proposalsLeft })}</p>
    </Form>
  );
}
