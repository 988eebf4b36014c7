import { Link } from 'wouter';
import { OrderHistory } from '../orders/order-history';
import { Proofs } from '../evidence/proofs';
import { useSession } from '../session/session.context';
import { Part } from '../shell/part';
import { Countdown } from '../time/countdown';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import { Assignee } from './assignee';
import { Contacts } from './contacts';
import { ReplyForm } from './reply-form';
import { TicketActs } from './ticket-acts';
import type { WholeTicket } from './ticket-page';

interface TicketFactsProps {
  readonly ticket: WholeTicket;
  readonly again: () => void;
}

/** What the consumer asks, until when, what was done about it, and what can be done now. */
export function TicketFacts({ ticket, again }: TicketFactsProps) {
  const { t } = useWords();
  const { viewer } = useSession();
  const { contacts, evidence } = ticket;
  const canReply = ticket.availableActions.some(
    ({ action, allowed }) => action === 'REPLY' && allowed,
  );
  return (
    <div className="facts ticket-facts" role="region" aria-label={t('tickets.facts')} tabIndex={0}>
      <Asked ticket={ticket} again={again} />
      <TicketActs ticket={ticket} />
      {ticket.replyOptions !== null && canReply && (
        <ReplyForm ticketId={ticket.id} options={ticket.replyOptions} />
      )}
      <Answered ticket={ticket} />
      <Assignee ticket={ticket} />
      {contacts !== null && <Contacts contacts={contacts} openedAt={ticket.openedAt} />}
      {evidence !== null && evidence.length > 0 && (
        <Part title={t('tickets.evidence')}>
          <Proofs evidence={evidence} />
          {viewer.role === 'PLATFORM' && (
            <p className="part-more">
              <Link href={`/tickets/${ticket.id}/case`}>{t('case.open')}</Link>
            </p>
          )}
        </Part>
      )}
      <Part title={t('order.history')}>
        <OrderHistory history={ticket.history} />
      </Part>
    </div>
  );
}

function Asked({ ticket, again }: TicketFactsProps) {
  const { t } = useWords();
  const isOpen = ticket.status === 'AWAITING_SELLER';
  return (
    <Part title={t('tickets.asked')}>
      <p className="statement">{ticket.statement}</p>
      <p className="ship-by">
        <span>
          {t('tickets.due')} <Instant at={ticket.dueAt} />
        </span>
        {isOpen && <Countdown to={ticket.dueAt} onPassed={again} />}
      </p>
      {ticket.atDeadline !== null && <p className="row-quiet">{ticket.atDeadline}</p>}
      {ticket.evidenceWaived === true && <p className="warned">{t('tickets.waived')}</p>}
      {ticket.evidenceUntil !== null && (
        <p className="warned">
          {t('tickets.requestedUntil')} <Instant at={ticket.evidenceUntil} />{' '}
          {ticket.status !== 'CLOSED' && <Countdown to={ticket.evidenceUntil} onPassed={again} />}
        </p>
      )}
      {ticket.urges !== null && ticket.urges.length > 0 && (
        <ul className="urges">
          {ticket.urges.map(({ urgedAt, automatic, note }) => (
            <li key={urgedAt}>
              <Instant at={urgedAt} /> · {t(automatic ? 'tickets.urgedByClock' : 'tickets.urged')}
              {note !== null && ` · ${note}`}
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

/** The reply, the judgment and the appeal, as far as there are any. */
function Answered({ ticket }: { readonly ticket: WholeTicket }) {
  const { t } = useWords();
  const { reply, appeal } = ticket;
  return (
    <>
      {reply && (
        <Part title={t('tickets.reply')}>
          <p>{t(`replyOption.${reply.option}`)}</p>
          {reply.remark !== null && <p className="statement">{reply.remark}</p>}
          {reply.noContactReason !== null && <p>{reply.noContactReason}</p>}
          <p className="row-quiet">
            <Instant at={reply.repliedAt} />
          </p>
        </Part>
      )}
      <Judged ticket={ticket} />
      {appeal && (
        <Part title={t('tickets.appeal')}>
          <p>{t(`state.${appeal.status}`)}</p>
          <p className="statement">{appeal.reason}</p>
          {appeal.note !== null && <p>{appeal.note}</p>}
        </Part>
      )}
    </>
  );
}

/** What staff decided, and until when the shop can appeal it (TK-17). */
function Judged({ ticket: { judgment, appeal, appealBy } }: { readonly ticket: WholeTicket }) {
  const { t } = useWords();
  if (!judgment) return null;
  return (
    <Part title={t('tickets.judgment')}>
      <p>{t(`state.${judgment.verdict}`)}</p>
      <p className="statement">{judgment.reason}</p>
      <p className="row-quiet">
        <Instant at={judgment.judgedAt} />
      </p>
      {appeal === null && appealBy !== null && (
        <p className="row-quiet">
          {t('tickets.appealBy')} <Instant at={appealBy} />
        </p>
      )}
    </Part>
  );
}
