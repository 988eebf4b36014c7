import { Link } from 'wouter';
import type { CompensationRowFragment } from '../api/operations';
import { amountOf } from '../orders/goods';
import { Instant } from '../time/instant';
import { useWords } from '../words';

/** How much, what for, and when; the row leads to the order. */
export function CompensationRow({
  compensation,
}: {
  readonly compensation: CompensationRowFragment;
}) {
  const { t, language } = useWords();
  const { kind, amount, createdAt, reversedAt, order } = compensation;
  return (
    <Link href={`/orders/${order?.id ?? ''}`} className="row">
      <span className="row-line">
        <span className="row-title row-amount">{amountOf(amount, language)}</span>
        <span className="row-quiet row-cut">{order?.shop?.name}</span>
      </span>
      <span className="row-line row-quiet">
        <span className="row-cut">{t(`compensation.${kind}`)}</span>
      </span>
      <span className="row-line row-quiet">
        <span className="row-due">
          {reversedAt === null ? (
            <Instant at={createdAt} />
          ) : (
            <>
              {t('state.REVERSED')} <Instant at={reversedAt} />
            </>
          )}
        </span>
        <span className="row-cut">{order?.orderNo}</span>
      </span>
    </Link>
  );
}
