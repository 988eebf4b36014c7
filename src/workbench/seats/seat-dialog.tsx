import { Alert, Checkbox, Form, Input, Modal } from 'antd';
import { SetSeatDocument, type Permission, type SeatRowFragment } from '../api/operations';
import { useSession } from '../session/session.context';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';

const PERMISSIONS: readonly Permission[] = ['owner', 'proposals', 'reports', 'tickets', 'chat'];
/** As the API takes it. */
const LONGEST_ID = 64;

interface SeatDialogProps {
  readonly shopId: string;
  /** Without one a seat is added that has not signed in yet. */
  readonly seat: SeatRowFragment | undefined;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

interface Values {
  readonly seatId: string;
  readonly permissions: Permission[];
}

/** What one seat may do; a seat that is disabled stays so. */
export function SeatDialog({ shopId, seat, onSaved, onClose }: SeatDialogProps) {
  const { t } = useWords();
  const [form] = Form.useForm<Values>();
  const { act, isBusy } = useAct(SetSeatDocument);
  const save = async ({ seatId, permissions }: Values) => {
    const setting = { shopId, seatId: seatId.trim(), permissions };
    if (!(await act({ input: { ...setting, disabled: seat?.disabled ?? false } }))) return;
    onSaved();
    onClose();
  };
  return (
    <Modal
      open
      title={seat ? seat.seatId : t('seats.add')}
      okText={t('seats.save')}
      cancelText={t('page.cancel')}
      confirmLoading={isBusy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ seatId: seat?.seatId ?? '', permissions: seat?.permissions ?? [] }}
        onFinish={save}
      >
        <SeatFields seat={seat} />
      </Form>
    </Modal>
  );
}

function SeatFields({ seat }: Pick<SeatDialogProps, 'seat'>) {
  const { t } = useWords();
  const { viewer } = useSession();
  const granted = Form.useWatch<Permission[] | undefined>('permissions');
  const losesOwn = seat?.seatId === viewer.id && granted?.includes('owner') === false;
  return (
    <>
      <Form.Item
        name="seatId"
        label={t('seats.seatId')}
        hidden={seat !== undefined}
        extra={t('seats.seatIdWhat')}
        rules={[{ required: true, whitespace: true, message: t('act.missing') }]}
      >
        <Input maxLength={LONGEST_ID} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="permissions" label={t('seats.permissions')}>
        <Checkbox.Group
          className="choices"
          options={PERMISSIONS.map((value) => ({
            value,
            disabled: value !== 'owner' && granted?.includes('owner') === true,
            label: <Choice permission={value} />,
          }))}
        />
      </Form.Item>
      {losesOwn && <Alert type="warning" showIcon title={t('seats.loseOwn')} />}
    </>
  );
}

function Choice({ permission }: { readonly permission: Permission }) {
  const { t } = useWords();
  return (
    <span className="option">
      {t(`permission.${permission}`)}
      <span className="row-quiet">{t(`permission.${permission}.what`)}</span>
    </span>
  );
}
