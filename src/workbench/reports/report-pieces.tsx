import { PieceCard } from '../evidence/piece-card';
import { Part } from '../shell/part';
import { RecordViolation } from '../violations/record-violation';
import { useFoundViolations } from '../violations/use-found-violations';
import { useWords } from '../words';
import type { WholeReport } from './report-page';
import '../desk/desk.css';

/** A report's evidence as staff judge it; what is forged is recorded there (PT-1). */
export default function ReportPieces({ report }: { readonly report: WholeReport }) {
  const { t } = useWords();
  const found = useFoundViolations(report.order?.id ?? '');
  return (
    <Part title={t('case.evidence', { count: report.evidence.length })}>
      <ul className="pieces">
        {report.evidence.map((piece) => (
          <PieceCard key={piece.id} piece={piece}>
            <div className="piece-acts">
              <RecordViolation
                piece={piece}
                found={found.byEvidence.get(piece.id)}
                onRecorded={found.again}
              />
            </div>
          </PieceCard>
        ))}
      </ul>
    </Part>
  );
}
