import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'wouter';
import type { TicketAction } from '../api/operations';
import { ActDialog, type Values } from '../acts/act-dialog';
import { Part } from '../shell/part';
import { useAct } from '../shell/use-act';
import { useWords } from '../words';
import { ACTS, DECIDED_AT_CASE, type Act } from './act.table';
import type { WholeTicket } from './ticket-page';

type Available = WholeTicket['availableActions'][number];

const isDecided = (action: TicketAction): boolean => DECIDED_AT_CASE.includes(action);

/** The acts of the viewer's role: a button for each that is allowed, and for the others why they are not. */
export function TicketActs({ ticket }: { readonly ticket: WholeTicket }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<TicketAction>();
  const known = ticket.availableActions.filter(
    ({ action }) => ACTS[action] !== undefined || isDecided(action),
  );
  const allowed = known.filter((available) => available.allowed);
  const act = chosen === undefined ? undefined : ACTS[chosen];
  if (known.length === 0) return null;
  return (
    <Part title={t('acts.title')}>
      {allowed.length === 0 && <p className="row-quiet">{t('acts.none')}</p>}
      <div className="acts">
        {allowed.map(({ action }) =>
          isDecided(action) ? (
            <ToTheCase key={action} action={action} ticketId={ticket.id} />
          ) : (
            <Button key={action} onClick={() => setChosen(action)}>
              {t(`action.${action}`)}
            </Button>
          ),
        )}
      </div>
      <NotNow refused={known.filter((available) => !available.allowed)} />
      {act !== undefined && chosen !== undefined && (
        <Chosen act={act} action={chosen} ticket={ticket} onClose={() => setChosen(undefined)} />
      )}
    </Part>
  );
}

interface ToTheCaseProps {
  readonly action: TicketAction;
  readonly ticketId: string;
}

/** A decision has a page of its own: the evidence is beside it. */
function ToTheCase({ action, ticketId }: ToTheCaseProps) {
  const { t } = useWords();
  return (
    <Link href={`/tickets/${ticketId}/case`} asChild>
      <Button type="primary">{t(`action.${action}`)}</Button>
    </Link>
  );
}

function NotNow({ refused }: { readonly refused: readonly Available[] }) {
  const { t } = useWords();
  if (refused.length === 0) return null;
  return (
    <details className="not-now">
      <summary>{t('acts.notNow')}</summary>
      <dl>
        {refused.map(({ action, reasons }) => (
          <div key={action}>
            <dt>{t(`action.${action}`)}</dt>
            {reasons.map((reason) => (
              <dd key={reason}>{t(`reason.${reason}`)}</dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  );
}

interface ChosenProps {
  readonly act: Act;
  readonly action: TicketAction;
  readonly ticket: WholeTicket;
  readonly onClose: () => void;
}

function Chosen({ act: { document, fields }, action, ticket, onClose }: ChosenProps) {
  const { t } = useWords();
  const { act, isBusy } = useAct(document);
  const send = async (values: Values) => {
    if (await act({ input: { ticketId: ticket.id, ...values } as never })) onClose();
  };
  return (
    <ActDialog
      title={t(`action.${action}`)}
      about={{ ticketId: ticket.id }}
      fields={fields}
      isBusy={isBusy}
      onSend={send}
      onClose={onClose}
    />
  );
}
