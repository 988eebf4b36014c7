import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useQuery } from 'urql';
import {
  PointsOfPolicyDocument,
  RecordViolationDocument,
  type FoundViolationFragment,
} from '../api/operations';
import { ActDialog, type Values } from '../acts/act-dialog';
import type { Field } from '../acts/fields';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';

const FINDING: readonly Field[] = [
  {
    name: 'severity',
    label: 'violation.severity',
    is: 'choice',
    isRequired: true,
    options: [
      ['GENERAL', 'violations.severity.GENERAL'],
      ['SEVERE', 'violations.severity.SEVERE'],
    ],
  },
  { name: 'note', label: 'violation.note', is: 'text', isRequired: true },
];

interface RecordViolationProps {
  readonly piece: { readonly id: string; readonly fileName: string };
  /** The ticket it is looked at in, if in one. */
  readonly ticketId?: string;
  /** What was recorded of it before. */
  readonly found: FoundViolationFragment | undefined;
  readonly onRecorded: () => void;
}

/** Forged evidence, recorded by hand: once per piece (PT-1). */
export function RecordViolation({ piece, ticketId, found, onRecorded }: RecordViolationProps) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { act, isBusy } = useAct(RecordViolationDocument);
  if (found !== undefined) return <Recorded violation={found} />;
  const send = async (values: Values) => {
    const input = { evidenceId: piece.id, ticketId: ticketId ?? null, ...values };
    if (!(await act({ input: input as never }))) return;
    setOpen(false);
    onRecorded();
  };
  return (
    <>
      <Button
        size="small"
        aria-label={t('violation.recordOf', { file: piece.fileName })}
        onClick={() => setOpen(true)}
      >
        {t('violation.record')}
      </Button>
      {isOpen && (
        <ActDialog
          title={t('violation.record')}
          fields={FINDING}
          isBusy={isBusy}
          onSend={send}
          onClose={() => setOpen(false)}
        >
          <p>{piece.fileName}</p>
          <Cost />
        </ActDialog>
      )}
    </>
  );
}

/** What each costs now: recording it is judged by the policy in force (PT-1). */
function Cost() {
  const { t } = useWords();
  const [{ data }] = useQuery({ query: PointsOfPolicyDocument });
  if (data === undefined) return null;
  const { generalPoints: general, severePoints: severe } = data.policy;
  return <p className="row-quiet dialog-what">{t('violation.cost', { general, severe })}</p>;
}

function Recorded({ violation }: { readonly violation: FoundViolationFragment }) {
  const { t } = useWords();
  const { severity, points, revokedAt, note } = violation;
  if (revokedAt !== null) return <Tag>{t('violation.takenBack')}</Tag>;
  return (
    <Tag color="error" title={note}>
      {t('violation.recorded', { severity: t(`violations.severity.${severity}`), points })}
    </Tag>
  );
}
