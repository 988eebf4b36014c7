import { useRef, useState } from 'react';
import type { TicketAction } from '../api/operations';
import { Part } from '../shell/part';
import { useFoundViolations, type FoundViolations } from '../violations/use-found-violations';
import { useWords } from '../words';
import { AppealForm } from './appeal-form';
import { CaseDecided } from './case-decided';
import { CaseEvidence } from './case-evidence';
import { piecesOf, type GivenPiece, type TicketCase } from './case-pieces';
import { CaseSaid } from './case-said';
import { JudgmentForm } from './judgment-form';

const may = ({ availableActions }: TicketCase, wanted: TicketAction): boolean =>
  availableActions.some(({ action, allowed }) => action === wanted && allowed);

/** The pieces a judgment will lean on. */
function useChosen(): [ReadonlySet<string>, (id: string, isChosen: boolean) => void] {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string, isChosen: boolean) =>
    setChosen(
      (before) => new Set(isChosen ? [...before, id] : [...before].filter((one) => one !== id)),
    );
  return [chosen, choose];
}

/** Three columns at a desk, one below the other on a phone. */
export function CaseBody({ ticket }: { readonly ticket: TicketCase }) {
  const { t } = useWords();
  const found = useFoundViolations(ticket.order?.id ?? '');
  const [chosen, choose] = useChosen();
  const pieces = piecesOf(ticket);
  const judged = ticket.judgment?.evidence.map(({ id }) => id);
  return (
    <div className="case-body">
      <section className="case-said" aria-label={t('case.said')} tabIndex={0}>
        <CaseSaid ticket={ticket} />
      </section>
      <section className="case-evidence" aria-label={t('tickets.evidence')} tabIndex={0}>
        <h2>{t('case.evidence', { count: pieces.length })}</h2>
        <CaseEvidence
          pieces={pieces}
          ticketId={ticket.id}
          found={found}
          considered={judged === undefined ? chosen : new Set(judged)}
          {...(may(ticket, 'ADJUDICATE') && { onConsider: choose })}
        />
      </section>
      <Decision
        ticket={ticket}
        considered={pieces.filter(({ piece }) => chosen.has(piece.id))}
        found={found}
      />
    </div>
  );
}

interface DecisionProps {
  readonly ticket: TicketCase;
  readonly considered: readonly GivenPiece[];
  readonly found: FoundViolations;
}

/** What was decided, and the form for what is to be. */
function Decision({ ticket, considered, found }: DecisionProps) {
  const { t } = useWords();
  const place = useRef<HTMLElement>(null);
  // The form goes with the decision; whoever sent it reads on at what it came to.
  const readOn = () => place.current?.focus();
  return (
    <section className="case-decision" aria-label={t('case.decision')} tabIndex={0} ref={place}>
      <CaseDecided ticket={ticket} />
      {may(ticket, 'ADJUDICATE') && (
        <JudgmentForm ticketId={ticket.id} considered={considered} onDone={readOn} />
      )}
      {may(ticket, 'DECIDE_APPEAL') && (
        <AppealForm
          ticketId={ticket.id}
          violations={found.all.filter(({ revokedAt }) => revokedAt === null)}
          onDone={readOn}
        />
      )}
      <NotNow ticket={ticket} />
    </section>
  );
}

/** Why there is nothing to decide, as the API says it. */
function NotNow({ ticket }: { readonly ticket: TicketCase }) {
  const { t } = useWords();
  const judging = ticket.availableActions.find(({ action }) => action === 'ADJUDICATE');
  if (ticket.judgment !== null || judging === undefined || judging.allowed) return null;
  return (
    <Part title={t('case.notNow')}>
      <ul className="reasons">
        {judging.reasons.map((reason) => (
          <li key={reason}>{t(`reason.${reason}`)}</li>
        ))}
      </ul>
    </Part>
  );
}
