// Sending a decision. What is sent names the version that was shown, and an attempt: the same one as before where no
// answer came, so that it counts once however often it is sent.
import { useRef, useState } from 'preact/hooks';
import { type ApiProblem, mayPass, request } from '../../api/request.ts';
import type { ApprovalJson, VerdictName } from '../../api/shapes.ts';
import { randomKey } from '../../browser/browser-clock.ts';

export interface Wish {
  readonly decision: VerdictName;
  readonly reason?: string;
  readonly standing?: true;
}

export interface SentDecision {
  readonly isBusy: boolean;
  /** Why the last one did not count. */
  readonly problem: ApiProblem | undefined;
  /** Resolves with whether it counted. */
  readonly send: (wish: Wish) => Promise<boolean>;
}

/** `onDecided` is given what the server says of the request. */
export function useDecision(
  { key, version, you }: ApprovalJson,
  onDecided: (approval: ApprovalJson) => void,
): SentDecision {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const unanswered = useRef<Attempt>(undefined);

  async function send({ reason = '', ...rest }: Wish): Promise<boolean> {
    const why = reason.trim();
    const body = { ...rest, version, ...(why === '' ? {} : { reason: why }) };
    const attempt = attemptOf(JSON.stringify(body), unanswered.current);
    setBusy(true);
    const answer = await request<ApprovalJson>(
      `/api/v1/approvals/${encodeURIComponent(key)}/decision`,
      { method: 'POST', headers: { 'idempotency-key': attempt.key }, body },
    );
    const failed = answer.kind === 'ok' ? undefined : answer.problem;
    unanswered.current = failed !== undefined && mayPass(failed) ? attempt : undefined;
    setBusy(false);
    setProblem(failed);
    // A refusal may bring what stands instead: who decided before, or what was changed meanwhile.
    const standing = (answer.kind === 'ok' ? answer.body : failed?.approval) as ApprovalJson;
    // What they may do is not in the answer; only that they have voted is new.
    const mine = you && { ...you, ...(answer.kind === 'ok' ? { voted: rest.decision } : {}) };
    if (standing !== undefined) onDecided({ ...(mine && { you: mine }), ...standing });
    return failed === undefined;
  }

  return { isBusy, problem, send };
}

interface Attempt {
  readonly key: string;
  /** What was sent. */
  readonly text: string;
}

function attemptOf(text: string, unanswered: Attempt | undefined): Attempt {
  return unanswered?.text === text ? unanswered : { key: randomKey(), text };
}
