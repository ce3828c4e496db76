// One request: what is asked by whom, how much time is left, the votes so far, and the buttons or the outcome.
import { useRef, useState } from 'preact/hooks';
import type { ApprovalJson, OutcomeJson, VoteJson } from '../../api/shapes.ts';
import { pathWith } from '../../browser/location.ts';
import { hasText, t } from '../../locale/texts.ts';
import { jobPath } from '../job/job-list.tsx';
import { Notes } from '../notes.tsx';
import { StateSign } from '../state.tsx';
import { Outside } from '../text-of-event.tsx';
import { Ago, At, Until } from '../when.tsx';
import { AskText, useOpened } from './ask-text.tsx';
import { DecideButtons } from './decide.tsx';

export function approvalPath({ key }: Pick<ApprovalJson, 'key'>): string {
  return pathWith(`/approvals/${encodeURIComponent(key)}`, {});
}

interface Shown {
  readonly approval: ApprovalJson;
  /** Somebody begins to decide it here: it has to stay where it is. */
  readonly onTouched?: (approval: ApprovalJson) => void;
  /** It was decided here, or turned out to be decided. */
  readonly onDecided?: (approval: ApprovalJson) => void;
  /** On its own page it is no link to itself. */
  readonly isAlone?: boolean;
}

export function ApprovalCard({ approval: fetched, isAlone = false, ...on }: Shown) {
  const [answered, setAnswered] = useState<ApprovalJson>();
  const approval = newer(fetched, answered);
  const [isOpen, open] = useOpened(approval);
  const card = useRef<HTMLElement>(null);
  return (
    <article class={`card approval-card card-${approval.status}`} ref={card} tabIndex={-1}>
      <Heading approval={approval} isAlone={isAlone} />
      {approval.changed_at !== undefined && approval.status === 'pending' && (
        <p class="notice notice-changed">
          {t('approval-changed')} <Ago at={approval.changed_at} />
        </p>
      )}
      <AskText approval={approval} isOpen={isOpen} onOpen={open} />
      <Votes approval={approval} />
      {approval.outcome !== null && <Outcome outcome={approval.outcome} />}
      {approval.reception !== undefined && (
        <p class="hint">{t(`reception-${approval.reception.kind.replaceAll('_', '-')}`)}</p>
      )}
      <DecideButtons
        approval={approval}
        isRead={isOpen}
        onTouched={() => on.onTouched?.(approval)}
        onDecided={(next) => {
          setAnswered(next);
          on.onDecided?.(next);
        }}
        // Keys go on from here, and a screen reader reads what came of it.
        onFocusLost={() => card.current?.focus({ preventScroll: true })}
      />
    </article>
  );
}

/** What the decision was answered with, until what is fetched is as new. */
function newer(fetched: ApprovalJson, answered: ApprovalJson | undefined): ApprovalJson {
  if (answered === undefined || fetched.outcome !== null) return fetched;
  if (answered.version < fetched.version) return fetched;
  const isAhead = answered.outcome !== null || answered.version > fetched.version;
  return isAhead || answered.votes.length > fetched.votes.length
    ? { ...answered, ...(fetched.audit === undefined ? {} : { audit: fetched.audit }) }
    : fetched;
}

function Heading({ approval, isAlone }: Pick<Shown, 'approval' | 'isAlone'>) {
  const { project_id, job_id, scope, requested_by, requested_at, expires_at, status } = approval;
  const who = requested_by?.name ?? requested_by?.id;
  const title = approval.title ?? '';
  const name = title === '' ? scope : title;
  const Title = isAlone ? 'h2' : 'h3';
  return (
    <header>
      <div class="card-top">
        <StateSign status={status} />
        <Title>
          {isAlone ? (
            <Outside text={name} />
          ) : (
            <a href={approvalPath(approval)}>
              <Outside text={name} />
            </a>
          )}
        </Title>
        {status === 'pending' && expires_at !== null && (
          <span class="deadline">
            {t(`on-timeout-${approval.on_timeout}`)} <Until at={expires_at} />
          </span>
        )}
      </div>
      <Notes
        facts={[
          scope !== '' && title !== '' && <Outside text={scope} />,
          project_id !== null && <Outside text={project_id} />,
          job_id !== null && (
            <a href={jobPath({ id: job_id, ...(project_id === null ? {} : { project_id }) })}>
              {t('page-job')}
            </a>
          ),
          who !== undefined && (
            <>
              {t('asked-by')} <Outside text={who} />
            </>
          ),
          <Ago key="at" at={requested_at} />,
        ]}
      />
    </header>
  );
}

function Votes({ approval }: { readonly approval: ApprovalJson }) {
  const { votes, required, deny_required, status } = approval;
  const isQuorum = required > 1 || deny_required > 1;
  if (votes.length === 0 && (!isQuorum || status !== 'pending')) return null;
  const approvals = votes.filter(({ verdict }) => verdict === 'approve').length;
  if (status !== 'pending' && votes.length < 2 && !isQuorum) return null;
  return (
    <div class="votes">
      {isQuorum && <p>{t('votes-of', { count: approvals, required })}</p>}
      <ul>
        {votes.map((vote) => (
          <Vote key={vote.by.id} vote={vote} />
        ))}
      </ul>
    </div>
  );
}

function Vote({ vote: { verdict, by, reason, at } }: { readonly vote: VoteJson }) {
  return (
    <li>
      <span aria-hidden="true">{verdict === 'approve' ? '✓' : '✕'}</span> {t(`voted-${verdict}`)}{' '}
      <Outside text={by.name} /> <At at={at} />
      {reason !== undefined && <Quoted text={reason} />}
    </li>
  );
}

function Outcome({ outcome: { status, by, reason, elsewhere, at } }: { outcome: OutcomeJson }) {
  return (
    <p class={`outcome state-${status}`}>
      <StateSign status={status} />
      {by !== undefined && (
        <span>
          {t('by')} <Outside text={by.name} /> <Via via={by.via} />
        </span>
      )}
      {elsewhere !== undefined && (
        <span>
          {t('by')} <Outside text={elsewhere.source} />
        </span>
      )}
      <At at={at} />
      {reason !== undefined && <Quoted text={reason} />}
    </p>
  );
}

export function Via({ via }: { readonly via: string }) {
  return hasText(`via-${via}`) ? <span class="hint">({t(`via-${via}`)})</span> : null;
}

function Quoted({ text }: { readonly text: string }) {
  return (
    <q class="quoted">
      <Outside text={text} />
    </q>
  );
}
