// The buttons that decide a request. What is sent names the version that was shown, and an attempt of its own, so
// that it counts once however often it is sent.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type ApiProblem, request } from '../../api/request.ts';
import type { ApprovalJson, VerdictName } from '../../api/shapes.ts';
import { randomKey } from '../../browser/browser-clock.ts';
import { lasting } from '../../locale/amounts.ts';
import { t } from '../../locale/texts.ts';
import { ProblemNotice } from '../notice.tsx';

interface Deciding {
  readonly approval: ApprovalJson;
  /** Everything that is asked could be read. */
  readonly isRead: boolean;
  /** A decision is sent, and then what the server says of the request. */
  readonly onDecided: (approval: ApprovalJson) => void;
}

interface Wish {
  readonly decision: VerdictName;
  readonly reason?: string;
  readonly standing?: true;
}

/** What is being given a reason: a verdict whose button was pressed. */
type Asking = VerdictName | undefined;

export function DecideButtons({ approval, isRead, onDecided }: Deciding) {
  const [asking, setAsking] = useState<Asking>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const { you, standing } = approval;
  // Decided meanwhile: why this did not count still has to be said.
  if (you === undefined || approval.status !== 'pending')
    return <ProblemNotice problem={problem} />;
  const mustSayWhy = approval.reason_required === 'both';

  async function send(wish: Wish): Promise<void> {
    setBusy(true);
    // The news of it may be here before the answer, and must not take this card away.
    onDecided(approval);
    const result = await decide(approval, wish);
    setBusy(false);
    setProblem(result.problem);
    if (result.approval !== undefined) onDecided(result.approval);
    if (result.problem === undefined) setAsking(undefined);
  }

  const approve = () => (mustSayWhy ? setAsking('approve') : void send({ decision: 'approve' }));
  return (
    <div class="decide">
      <Hint approval={approval} isRead={isRead} />
      {asking === undefined ? (
        <div class="buttons">
          {you.may_approve && (
            <button type="button" class="primary" disabled={!isRead || isBusy} onClick={approve}>
              {t('approve')}
            </button>
          )}
          {you.may_deny && (
            <button type="button" disabled={isBusy} onClick={() => setAsking('deny')}>
              {t('deny')}
            </button>
          )}
          {you.may_approve && standing !== undefined && !mustSayWhy && (
            <button
              type="button"
              disabled={!isRead || isBusy}
              onClick={() => void send({ decision: 'approve', standing: true })}
            >
              {t('approve-standing', {
                time: lasting(standing.for_seconds * 1_000),
                within: t(`within-${standing.within}`),
              })}
            </button>
          )}
        </div>
      ) : (
        <ReasonForm
          verdict={asking}
          isRequired={asking === 'approve' ? mustSayWhy : approval.reason_required !== 'none'}
          isBusy={isBusy}
          onSend={(reason) => void send({ decision: asking, reason })}
          onCancel={() => setAsking(undefined)}
        />
      )}
      <ProblemNotice problem={problem} />
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

interface Reason {
  readonly verdict: VerdictName;
  readonly isRequired: boolean;
  readonly isBusy: boolean;
  readonly onSend: (reason: string) => void;
  readonly onCancel: () => void;
}

function ReasonForm({ verdict, isRequired, isBusy, onSend, onCancel }: Reason) {
  const [reason, setReason] = useState('');
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  // Its button was pressed to write something.
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="reason"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(reason);
      }}
    >
      <label for={id}>{t(isRequired ? 'reason-required' : 'reason-optional')}</label>
      <textarea
        id={id}
        rows={2}
        maxLength={1_000}
        required={isRequired}
        dir="auto"
        value={reason}
        ref={field}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <div class="buttons">
        <button type="submit" class={verdict === 'deny' ? 'danger' : 'primary'} disabled={isBusy}>
          {t(verdict)}
        </button>
        <button type="button" class="quiet" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

interface Result {
  readonly approval?: ApprovalJson;
  readonly problem?: ApiProblem;
}

/** A refusal may bring what stands instead: who decided before, or what was changed meanwhile. */
async function decide({ key, version }: ApprovalJson, wish: Wish): Promise<Result> {
  const { reason = '', ...rest } = wish;
  const answer = await request<ApprovalJson>(
    `/api/v1/approvals/${encodeURIComponent(key)}/decision`,
    {
      method: 'POST',
      headers: { 'idempotency-key': randomKey() },
      body: { ...rest, version, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
    },
  );
  if (answer.kind === 'ok') return { approval: answer.body };
  const { problem } = answer;
  const standing = problem.approval as ApprovalJson | undefined;
  return { problem, ...(standing === undefined ? {} : { approval: standing }) };
}
