import { Tag } from 'antd';
import { Link } from 'wouter';
import type { AppealRowFragment } from '../api/operations';
import { Instant } from '../time/instant';
import { useWords } from '../words';

/** What the shop says, about which ticket, and how it ended; the row leads to the case. */
export function AppealRow({ appeal }: { readonly appeal: AppealRowFragment }) {
  const { t } = useWords();
  const { ticket, status, reason, submittedAt, verdict } = appeal;
  return (
    <Link href={`/tickets/${ticket?.id ?? ''}/case`} className="row">
      <span className="row-line">
        <span className="row-title">{reason}</span>
        <Tag color={status === 'SUBMITTED' ? 'processing' : 'default'}>
          {t(`appeal.status.${status}`)}
        </Tag>
      </span>
      <span className="row-line row-quiet">
        <span className="row-cut">
          {ticket && t(`category.${ticket.category}`)}
          {verdict !== null && ` · ${t(`state.${verdict}`)}`}
        </span>
        <span className="row-cut">{ticket?.shop?.name}</span>
      </span>
      <span className="row-line row-quiet">
        <Instant at={submittedAt} />
        <span className="row-cut">{ticket?.order?.orderNo}</span>
      </span>
    </Link>
  );
}
