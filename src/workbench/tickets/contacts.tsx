import { Tag } from 'antd';
import { Proofs } from '../evidence/proofs';
import { Part } from '../shell/part';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import type { WholeTicket } from './ticket-page';

interface ContactsProps {
  readonly contacts: NonNullable<WholeTicket['contacts']>;
  readonly openedAt: string;
  /** False where the evidence is beside it anyway. */
  readonly hasProofs?: boolean;
}

/** Every contact with the consumer, and why one does not count (TK-5). */
export function Contacts({ contacts, openedAt, hasProofs = true }: ContactsProps) {
  const { t } = useWords();
  return (
    <Part title={t('contacts.title')}>
      {contacts.length === 0 && (
        <p className="row-quiet">
          {t('contacts.none')} <Instant at={openedAt} />
        </p>
      )}
      <ol className="contacts">
        {contacts.map(({ id, channel, contactedAt, reached, counts, ...contact }) => (
          <li key={id}>
            <p>
              <Instant at={contactedAt} /> · {t(`channel.${channel}`)} ·{' '}
              {t(reached ? 'contacts.reached' : 'contacts.notReached')}
              <Tag color={counts ? 'success' : 'default'}>
                {t(counts ? 'contacts.counts' : 'contacts.countsNot')}
              </Tag>
            </p>
            {contact.note !== null && <p>{contact.note}</p>}
            {contact.notCountingReason !== null && (
              <p className="warned">{contact.notCountingReason}</p>
            )}
            {hasProofs && contact.evidence.length > 0 && <Proofs evidence={contact.evidence} />}
          </li>
        ))}
      </ol>
    </Part>
  );
}
