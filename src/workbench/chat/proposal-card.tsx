import { Button } from 'antd';
import {
  AcceptProposalDocument,
  DeclineProposalDocument,
  type ProposalFragment,
} from '../api/operations';
import { useSession } from '../session/session.context';
import { useAct } from '../shell/use-act';
import { Countdown } from '../time/countdown';
import { calendarDay } from '../time/formats';
import { Instant } from '../time/instant';
import { isKey, useWords } from '../words';
import type { ChatMessage } from './use-messages';

type Card = NonNullable<ChatMessage['card']>;

interface ProposalCardProps {
  readonly card: Card;
  readonly proposals: readonly ProposalFragment[];
}

/**
 * The card as it was sent; it never changes (SP-10). Below it, while the proposal is open, what can
 * be done with it now. How it ended, a system message tells.
 */
export function ProposalCard({ card, proposals }: ProposalCardProps) {
  const { t, language } = useWords();
  const proposal = proposals.find(({ id }) => id === card.proposalId);
  const reason = `proposalReason.${card.reason ?? ''}`;
  return (
    <div className="card">
      <div className="card-title">{t('card.title', { number: card.number ?? 0 })}</div>
      <div className="card-day">
        {card.shipDate !== null && calendarDay(card.shipDate, language)}
      </div>
      <dl className="pairs">
        <div>
          <dt>{t('propose.reason')}</dt>
          <dd>{isKey(reason) && t(reason)}</dd>
        </div>
        {card.remark !== null && (
          <div>
            <dt>{t('propose.remark')}</dt>
            <dd>{card.remark}</dd>
          </div>
        )}
        <div>
          <dt>{t('card.answerBy')}</dt>
          <dd>{card.answerBy !== null && <Instant at={card.answerBy} />}</dd>
        </div>
      </dl>
      {proposal?.status === 'PENDING' && <Open proposal={proposal} />}
    </div>
  );
}

/** The open proposal: time left, what happens then, and for the buyer the two answers (SP-11). */
function Open({ proposal }: { readonly proposal: ProposalFragment }) {
  const { t } = useWords();
  const { viewer } = useSession();
  return (
    <div className="card-open">
      <p>
        {t(viewer.role === 'BUYER' ? 'card.waitsForYou' : 'card.waitsForBuyer')}{' '}
        <Countdown to={proposal.answerBy} />
      </p>
      {proposal.atDeadline !== null && <p className="row-quiet">{proposal.atDeadline}</p>}
      {viewer.role === 'BUYER' && <Answers proposal={proposal} />}
    </div>
  );
}

function Answers({ proposal }: { readonly proposal: ProposalFragment }) {
  const { t } = useWords();
  const accept = useAct(AcceptProposalDocument);
  const decline = useAct(DeclineProposalDocument);
  const { acceptEffect, availableActions, id } = proposal;
  const can = (wanted: 'ACCEPT' | 'DECLINE'): boolean =>
    availableActions.some(({ action, allowed }) => action === wanted && allowed);
  const input = { proposalId: id };
  return (
    <>
      <p className="card-effect">
        {t('card.effect')} <Instant at={acceptEffect.shipByBefore} /> →{' '}
        <strong>
          <Instant at={acceptEffect.shipByAfter} />
        </strong>
      </p>
      {acceptEffect.automaticCompensationEnds && (
        <p className="row-quiet">{t('card.compensationEnds')}</p>
      )}
      <div className="card-answers">
        <Button
          type="primary"
          disabled={!can('ACCEPT')}
          loading={accept.isBusy}
          onClick={() => accept.act({ input })}
        >
          {t('card.accept')}
        </Button>
        <Button
          disabled={!can('DECLINE')}
          loading={decline.isBusy}
          onClick={() => decline.act({ input })}
        >
          {t('card.decline')}
        </Button>
      </div>
    </>
  );
}
