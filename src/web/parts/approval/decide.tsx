// The buttons that decide a request.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ApprovalJson, VerdictName } from '../../api/shapes.ts';
import { lasting } from '../../locale/amounts.ts';
import { t } from '../../locale/texts.ts';
import { ProblemNotice } from '../notice.tsx';
import { Outside } from '../text-of-event.tsx';
import { useDecision, type Wish } from './decision.ts';
import { ReasonForm } from './reason-form.tsx';

interface Deciding {
  readonly approval: ApprovalJson;
  /** Everything that is asked could be read. */
  readonly isRead: boolean;
  /** Somebody begins to decide it: its card must not be taken away. */
  readonly onTouched: () => void;
  /** What the server says of the request after a decision. */
  readonly onDecided: (approval: ApprovalJson) => void;
  /** What had the focus is gone. */
  readonly onFocusLost: () => void;
}

/** What is being given a reason: a verdict whose button was pressed. */
type Asking = VerdictName | undefined;

export function DecideButtons({ approval, isRead, onTouched, onDecided, onFocusLost }: Deciding) {
  const [asking, setAsking] = useState<Asking>();
  const [reason, setReason] = useState('');
  const { isBusy, problem, send } = useDecision(approval, onDecided);
  const isOpen = approval.status === 'pending' && approval.you !== undefined;
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    if (!isFirst.current && document.activeElement === document.body) onFocusLost();
    isFirst.current = false;
  }, [isBusy, asking, isOpen]);

  function ask(verdict: VerdictName): void {
    onTouched();
    setAsking(verdict);
  }

  async function decide(wish: Wish): Promise<void> {
    // The news of it may be here before the answer.
    onTouched();
    if (!(await send(wish))) return;
    setAsking(undefined);
    setReason('');
  }

  if (!isOpen) {
    // Decided meanwhile: why this did not count still has to be said.
    return (
      <>
        <ProblemNotice problem={problem} />
        {asking !== undefined && reason.trim() !== '' && <Unsent reason={reason} />}
      </>
    );
  }
  const { reason_required } = approval;
  return (
    <div class="decide">
      <Hint approval={approval} isRead={isRead} />
      {asking === undefined ? (
        <Buttons
          approval={approval}
          isRead={isRead}
          isBusy={isBusy}
          onAsk={ask}
          onDecide={(wish) => void decide(wish)}
        />
      ) : (
        <ReasonForm
          verdict={asking}
          reason={reason}
          isRequired={
            asking === 'approve' ? reason_required === 'both' : reason_required !== 'none'
          }
          isHeld={isBusy || (asking === 'approve' && !isRead)}
          onInput={setReason}
          onSend={() => void decide({ decision: asking, reason })}
          onCancel={() => setAsking(undefined)}
        />
      )}
      <ProblemNotice problem={problem} />
    </div>
  );
}

interface ButtonsProps {
  readonly approval: ApprovalJson;
  readonly isRead: boolean;
  readonly isBusy: boolean;
  /** This verdict is to be given a reason. */
  readonly onAsk: (verdict: VerdictName) => void;
  readonly onDecide: (wish: Wish) => void;
}

function Buttons({ approval, isRead, isBusy, onAsk, onDecide }: ButtonsProps) {
  const { you, standing } = approval;
  const mustSayWhy = approval.reason_required === 'both';
  // A vote counts once: the hint says what they said, and that others have to.
  const mayApprove = you?.may_approve === true && you.voted !== 'approve';
  const mayDeny = you?.may_deny === true && you.voted !== 'deny';
  const approve = () => (mustSayWhy ? onAsk('approve') : onDecide({ decision: 'approve' }));
  return (
    <div class="buttons">
      {mayApprove && (
        <button type="button" class="primary" disabled={!isRead || isBusy} onClick={approve}>
          {t('approve')}
        </button>
      )}
      {mayDeny && (
        <button type="button" disabled={isBusy} onClick={() => onAsk('deny')}>
          {t('deny')}
        </button>
      )}
      {mayApprove && standing !== undefined && !mustSayWhy && (
        <button
          type="button"
          disabled={!isRead || isBusy}
          onClick={() => onDecide({ decision: 'approve', standing: true })}
        >
          {t('approve-standing', {
            time: lasting(standing.for_seconds * 1_000),
            within: t(`within-${standing.within}`),
          })}
        </button>
      )}
    </div>
  );
}

function Hint({ approval: { you }, isRead }: Pick<Deciding, 'approval' | 'isRead'>) {
  if (you === undefined) return null;
  if (!you.may_approve && !you.may_deny) return <p class="hint">{t('decide-not-yours')}</p>;
  if (you.voted !== undefined) return <p class="hint">{t(`you-voted-${you.voted}`)}</p>;
  if (!you.may_approve) return <p class="hint">{t('decide-own')}</p>;
  return isRead ? null : <p class="hint">{t('decide-read-first')}</p>;
}

/** It was decided while somebody wrote this: nobody reads it now, and it is theirs to copy. */
function Unsent({ reason }: { readonly reason: string }) {
  return (
    <p class="notice">
      {t('reason-unsent')}{' '}
      <q class="quoted">
        <Outside text={reason} />
      </q>
    </p>
  );
}
