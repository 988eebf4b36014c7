import { Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import { useLiveQuery } from '../api/live.query';
import { TicketPageDocument, type TicketPageQuery } from '../api/operations';
import { Conversation } from '../chat/conversation';
import { useRenewed } from '../evidence/use-renewed';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { Nothing } from '../shell/nothing';
import { PageHead } from '../shell/page-head';
import { SideChoice, type Side } from '../shell/side-choice';
import { useWords } from '../words';
import { TicketFacts } from './ticket-facts';

export type WholeTicket = NonNullable<TicketPageQuery['ticket']>;

/** A ticket: what happened, what it needs, and the talk between shop and platform about it. */
export function TicketPage({ id }: { readonly id: string }) {
  const { t } = useWords();
  const { data, fetching, error, again } = useLiveQuery(
    TicketPageDocument,
    { id },
    (entry) => entry.ticket?.id === id,
  );
  useRenewed(again);
  const ticket = data?.ticket;
  if (ticket) return <Opened ticket={ticket} again={again} />;
  if (fetching) return <Loading />;
  if (error) return <Failed onAgain={again} />;
  return <Nothing title={t('tickets.notYours')}>{t('tickets.notYoursWhy')}</Nothing>;
}

interface OpenedProps {
  readonly ticket: WholeTicket;
  readonly again: () => void;
}

function Opened({ ticket, again }: OpenedProps) {
  const { t } = useWords();
  const [side, setSide] = useState<Side>('facts');
  const { conversation } = ticket;
  return (
    <article className={`order order-shows-${side}`} aria-label={t(`category.${ticket.category}`)}>
      <TicketHead ticket={ticket} />
      {conversation && (
        <SideChoice
          value={side}
          onChange={setSide}
          sides={[
            ['facts', t('tickets.facts')],
            ['chat', t('order.chat')],
          ]}
        />
      )}
      <div className={`order-body ticket-body ${conversation ? '' : 'ticket-alone'}`}>
        <TicketFacts ticket={ticket} again={again} />
        {conversation && (
          <Conversation key={conversation.id} id={conversation.id} partner="PLATFORM" />
        )}
      </div>
    </article>
  );
}

function TicketHead({ ticket }: { readonly ticket: WholeTicket }) {
  const { t } = useWords();
  const { order, outcome, status, worryFree } = ticket;
  return (
    <PageHead
      list="/tickets"
      title={t(`category.${ticket.category}`)}
      subtitle={
        <>
          {order && <Link href={`/orders/${order.id}`}>{order.orderNo}</Link>} {ticket.shop?.name}
        </>
      }
    >
      <Tag color={status === 'CLOSED' ? 'default' : 'processing'}>{t(`state.${status}`)}</Tag>
      {outcome !== null && <Tag>{t(`state.${outcome}`)}</Tag>}
      {worryFree && <Tag color="cyan">{t('order.worryFree')}</Tag>}
    </PageHead>
  );
}
