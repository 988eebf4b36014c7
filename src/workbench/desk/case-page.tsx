/** The case of a ticket: what was said, the evidence and the decision side by side (TK-14, TK-17, PT-1). */
import { Tag } from 'antd';
import { useParams } from 'wouter';
import { useLiveQuery } from '../api/live.query';
import { TicketCaseDocument } from '../api/operations';
import { useRenewed } from '../evidence/use-renewed';
import { Failed } from '../shell/failed';
import { Loading } from '../shell/loading';
import { Nothing } from '../shell/nothing';
import { PageHead } from '../shell/page-head';
import { useWords } from '../words';
import { CaseBody } from './case-body';
import type { TicketCase } from './case-pieces';
import './desk.css';

export default function CasePage() {
  const { t } = useWords();
  const { id } = useParams<{ id: string }>();
  const { data, fetching, error, again } = useLiveQuery(
    TicketCaseDocument,
    { id },
    (entry) => entry.ticket?.id === id,
  );
  useRenewed(again);
  const ticket = data?.ticket;
  if (ticket) return <Opened key={id} ticket={ticket} />;
  if (fetching) return <Loading />;
  if (error) return <Failed onAgain={again} />;
  return <Nothing title={t('tickets.notYours')}>{t('tickets.notYoursWhy')}</Nothing>;
}

function Opened({ ticket }: { readonly ticket: TicketCase }) {
  const { t } = useWords();
  const { id, category, order, shop, status, outcome, worryFree } = ticket;
  const title = t('case.title', { category: t(`category.${category}`) });
  return (
    <article className="desk case" aria-label={title}>
      <PageHead
        list={`/tickets/${id}`}
        back={t('case.back')}
        title={title}
        subtitle={[order?.orderNo, shop?.name].filter(Boolean).join(' · ')}
      >
        <Tag color={status === 'CLOSED' ? 'default' : 'processing'}>{t(`state.${status}`)}</Tag>
        {outcome !== null && <Tag>{t(`state.${outcome}`)}</Tag>}
        {worryFree && <Tag color="cyan">{t('order.worryFree')}</Tag>}
      </PageHead>
      <CaseBody ticket={ticket} />
    </article>
  );
}
