import { Contacts } from '../tickets/contacts';
import { Part } from '../shell/part';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import type { TicketCase } from './case-pieces';

/** What consumer and shop say, beside the evidence that is to prove it. */
export function CaseSaid({ ticket }: { readonly ticket: TicketCase }) {
  const { t } = useWords();
  const { statement, openedAt, dueAt, reply, contacts, evidenceWaived } = ticket;
  return (
    <>
      <Part title={t('tickets.asked')}>
        <p className="statement">{statement}</p>
        <p className="row-quiet">
          {t('case.opened')} <Instant at={openedAt} /> · {t('tickets.due')} <Instant at={dueAt} />
        </p>
        {evidenceWaived === true && <p className="warned">{t('tickets.waived')}</p>}
      </Part>
      <Part title={t('tickets.reply')}>
        {reply ? (
          <>
            <p>
              <strong>{t(`replyOption.${reply.option}`)}</strong>
            </p>
            {reply.remark !== null && <p className="statement">{reply.remark}</p>}
            {reply.noContactReason !== null && (
              <p>
                {t('reply.noContactReason')}: {reply.noContactReason}
              </p>
            )}
            <p className="row-quiet">
              {reply.seat !== null && `${reply.seat} · `}
              <Instant at={reply.repliedAt} />
            </p>
          </>
        ) : (
          <p className="row-quiet">{t('case.noReply')}</p>
        )}
      </Part>
      <Contacts contacts={contacts ?? []} openedAt={openedAt} hasProofs={false} />
    </>
  );
}
