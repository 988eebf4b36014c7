import { Tag } from 'antd';
import { Link } from 'wouter';
import type { ViolationRowFragment } from '../api/operations';
import { useSession } from '../session/session.context';
import { Instant } from '../time/instant';
import { useWords } from '../words';

/** What was found, what it costs, and where: the row leads to the ticket, or else to the order. */
export function ViolationRow({ violation }: { readonly violation: ViolationRowFragment }) {
  const { t } = useWords();
  const { viewer } = useSession();
  const { ticketId, order, shop, severity, points, year, multiplesCrossed } = violation;
  const place = ticketId === null ? `/orders/${order?.id ?? ''}` : `/tickets/${ticketId}`;
  return (
    <Link href={place} className="row">
      <span className="row-line">
        <span className="row-title row-cut">{violation.note}</span>
        <Tag color={severity === 'SEVERE' ? 'error' : 'default'}>
          {t(`violations.severity.${severity}`)}
        </Tag>
      </span>
      <span className="row-line row-quiet">
        <span className="row-cut">
          {t('violations.cost', { points, year })}
          {multiplesCrossed.length > 0 &&
            t('violations.crossed', { multiples: multiplesCrossed.join(', ') })}
        </span>
      </span>
      <span className="row-line row-quiet">
        <span className="row-due">
          {violation.revokedAt === null ? (
            <Instant at={violation.recordedAt} />
          ) : (
            <>
              {t('violations.revokedAt')} <Instant at={violation.revokedAt} />
            </>
          )}
        </span>
        <span className="row-cut">{viewer.role === 'PLATFORM' ? shop?.name : order?.orderNo}</span>
      </span>
    </Link>
  );
}
