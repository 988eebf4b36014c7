import { Button, Popconfirm, Tag } from 'antd';
import { SetSeatDocument, type SeatRowFragment } from '../api/operations';
import { useSession } from '../session/session.context';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';

interface SeatCardProps {
  readonly seat: SeatRowFragment;
  readonly shopId: string;
  /** Opens its form; without it the viewer may only look. */
  readonly onChange: (() => void) | undefined;
}

/** One seat: who, what it may do, and whether it is disabled. */
export function SeatCard({ seat, shopId, onChange }: SeatCardProps) {
  const { t } = useWords();
  const { viewer } = useSession();
  const isOwn = viewer.id === seat.seatId;
  return (
    <li className={`seat ${seat.disabled ? 'seat-disabled' : ''}`}>
      <div className="seat-who">
        <strong>{seat.seatId}</strong>
        {isOwn && <Tag color="processing">{t('seats.you')}</Tag>}
        {seat.disabled && <Tag color="error">{t('seats.disabled')}</Tag>}
        {!seat.registered && (
          <Tag title={t('seats.notSetWhy')} className="tag-quiet">
            {t('seats.notSet')}
          </Tag>
        )}
      </div>
      <Granted seat={seat} />
      {onChange && (
        <div className="acts">
          <Button size="small" onClick={onChange}>
            {t('seats.edit')}
          </Button>
          {!isOwn && <Switch seat={seat} shopId={shopId} />}
        </div>
      )}
    </li>
  );
}

function Granted({ seat: { permissions } }: { readonly seat: SeatRowFragment }) {
  const { t } = useWords();
  const shown = permissions.includes('owner') ? (['owner'] as const) : permissions;
  return (
    <div className="seat-may">
      {shown.map((permission) => (
        <Tag key={permission}>{t(`permission.${permission}`)}</Tag>
      ))}
      {shown.length === 0 && <span className="row-quiet">{t('seats.nothing')}</span>}
    </div>
  );
}

interface SwitchProps {
  readonly seat: SeatRowFragment;
  readonly shopId: string;
}

/** Disabling ends the seat's rights within a second (AC-4); enabling gives back what it had. */
function Switch({ seat, shopId }: SwitchProps) {
  const { t } = useWords();
  const { act, isBusy } = useAct(SetSeatDocument);
  const { seatId, permissions, disabled } = seat;
  const set = () => act({ input: { shopId, seatId, permissions, disabled: !disabled } });
  if (disabled)
    return (
      <Button size="small" loading={isBusy} onClick={set}>
        {t('seats.enable')}
      </Button>
    );
  return (
    <Popconfirm
      title={t('seats.disableSure')}
      description={t('seats.disableEffect')}
      okText={t('seats.disable')}
      cancelText={t('page.cancel')}
      onConfirm={set}
    >
      <Button size="small" danger loading={isBusy}>
        {t('seats.disable')}
      </Button>
    </Popconfirm>
  );
}
