import { Select } from 'antd';
import { AssignTicketDocument } from '../api/operations';
import { ARROW_DOWN } from '../shell/arrow-down';
import { Part } from '../shell/part';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';
import type { WholeTicket } from './ticket-page';

const EVERY_SEAT = '';

/** Which seat handles the ticket; without one, every seat with that permission (TK-4). */
export function Assignee({ ticket }: { readonly ticket: WholeTicket }) {
  const { t } = useWords();
  const { act, isBusy } = useAct(AssignTicketDocument);
  const { assignee, availableActions, id, shop } = ticket;
  const canAssign = availableActions.some(({ action, allowed }) => action === 'ASSIGN' && allowed);
  if (!canAssign) return assignee && <Part title={t('tickets.assignee')}>{assignee.seatId}</Part>;
  const seats = (shop?.seats ?? []).filter(({ disabled }) => !disabled);
  const choose = (seatId: string) =>
    act({ input: { ticketId: id, seatId: seatId === EVERY_SEAT ? null : seatId } });
  return (
    <Part title={t('tickets.assignee')}>
      <Select
        suffix={ARROW_DOWN}
        className="wide"
        aria-label={t('tickets.assignee')}
        loading={isBusy}
        value={assignee?.seatId ?? EVERY_SEAT}
        onChange={choose}
        options={[
          { value: EVERY_SEAT, label: t('tickets.everySeat') },
          ...seats.map(({ seatId }) => ({ value: seatId, label: seatId })),
        ]}
      />
    </Part>
  );
}
