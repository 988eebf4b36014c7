import { Checkbox } from 'antd';
import { PieceCard } from '../evidence/piece-card';
import { Nothing } from '../shell/nothing';
import { Instant } from '../time/instant';
import { RecordViolation } from '../violations/record-violation';
import type { FoundViolations } from '../violations/use-found-violations';
import { useWords } from '../words';
import type { GivenPiece, Origin } from './case-pieces';

interface CaseEvidenceProps {
  readonly pieces: readonly GivenPiece[];
  readonly ticketId: string;
  readonly found: FoundViolations;
  /** The pieces a judgment leans on: chosen, or those that were. */
  readonly considered: ReadonlySet<string>;
  /** Left out where nothing is judged. */
  readonly onConsider?: (evidenceId: string, isConsidered: boolean) => void;
}

/** The seller's evidence, piece by piece. */
export function CaseEvidence({ pieces, ticketId, found, ...props }: CaseEvidenceProps) {
  const { t } = useWords();
  const { considered, onConsider } = props;
  if (pieces.length === 0)
    return <Nothing title={t('case.noEvidence')}>{t('case.noEvidenceWhy')}</Nothing>;
  return (
    <ul className="pieces">
      {pieces.map(({ piece, origins }) => (
        <PieceCard key={piece.id} piece={piece} isMarked={considered.has(piece.id)}>
          {origins.map((origin) => (
            <Given key={`${origin.place} ${origin.at}`} origin={origin} />
          ))}
          <div className="piece-acts">
            {onConsider === undefined ? (
              considered.has(piece.id) && <span>{t('case.wasConsidered')}</span>
            ) : (
              <Checkbox
                checked={considered.has(piece.id)}
                aria-label={t('case.considerFile', { file: piece.fileName })}
                onChange={({ target }) => onConsider(piece.id, target.checked)}
              >
                {t('case.consider')}
              </Checkbox>
            )}
            <RecordViolation
              piece={piece}
              ticketId={ticketId}
              found={found.byEvidence.get(piece.id)}
              onRecorded={found.again}
            />
          </div>
        </PieceCard>
      ))}
    </ul>
  );
}

/** Who gave it, when, and with what. */
function Given({ origin: { place, at, seat } }: { readonly origin: Origin }) {
  const { t } = useWords();
  return (
    <p className="row-quiet">
      {t(`case.with.${place}`)} · {seat !== null && `${seat} · `}
      <Instant at={at} />
    </p>
  );
}
