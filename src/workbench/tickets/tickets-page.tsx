/** The queue on the left, the chosen ticket on the right; on a phone one after the other. */
import { useParams } from 'wouter';
import { Nothing } from '../shell/nothing';
import { useWords } from '../words';
import { TicketList } from './ticket-list';
import { TicketPage } from './ticket-page';

export default function TicketsPage() {
  const { t } = useWords();
  const { id } = useParams<{ id?: string }>();
  return (
    <div className={`split ${id === undefined ? 'split-list' : 'split-detail'}`}>
      <TicketList chosenId={id} />
      <div className="detail-pane">
        {id === undefined ? (
          <Nothing title={t('tickets.chooseTitle')}>{t('tickets.choose')}</Nothing>
        ) : (
          <TicketPage key={id} id={id} />
        )}
      </div>
    </div>
  );
}
