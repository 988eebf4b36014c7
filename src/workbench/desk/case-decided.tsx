import { Tag } from 'antd';
import { Part } from '../shell/part';
import { Instant } from '../time/instant';
import { useWords } from '../words';
import type { TicketCase } from './case-pieces';

/** What was decided so far, and what the shop says against it. */
export function CaseDecided({ ticket: { judgment, appeal } }: { readonly ticket: TicketCase }) {
  const { t } = useWords();
  return (
    <>
      {judgment && (
        <Part title={t('tickets.judgment')}>
          <p>
            <strong>{t(`state.${judgment.verdict}`)}</strong>
          </p>
          <p className="statement">{judgment.reason}</p>
          <p className="row-quiet">
            <Instant at={judgment.judgedAt} />
          </p>
        </Part>
      )}
      {appeal && (
        <Part title={t('tickets.appeal')}>
          <p className="statement">{appeal.reason}</p>
          <p className="row-quiet">
            {appeal.seat} · <Instant at={appeal.submittedAt} />
          </p>
          {appeal.decidedAt !== null && (
            <div className="appeal-end">
              <Tag color={appeal.status === 'UPHELD' ? 'success' : 'default'}>
                {t(`state.${appeal.status}`)}
              </Tag>
              {appeal.verdict !== null && <strong>{t(`state.${appeal.verdict}`)}</strong>}
              {appeal.note !== null && <p className="statement">{appeal.note}</p>}
              <p className="row-quiet">
                <Instant at={appeal.decidedAt} />
              </p>
            </div>
          )}
        </Part>
      )}
    </>
  );
}
