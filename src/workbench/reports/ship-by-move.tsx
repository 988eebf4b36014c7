import { Instant } from '../time/instant';
import { useWords } from '../words';

interface ShipByMoveProps {
  readonly report: { readonly shipByBefore: string; readonly newShipBy: string };
}

/** From which ship-by to which the report asks to move it. */
export function ShipByMove({ report }: ShipByMoveProps) {
  const { t } = useWords();
  return (
    <span className="ship-by-move">
      <Instant at={report.shipByBefore} /> <span aria-label={t('reports.movesTo')}>→</span>{' '}
      <strong>
        <Instant at={report.newShipBy} />
      </strong>
    </span>
  );
}
