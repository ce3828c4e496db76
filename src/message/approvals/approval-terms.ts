// What a decision takes beyond the vote of one approver.
import type {
  ApprovalRequest,
  ApproverList,
  RequestProblem,
  Terms,
} from '../../approvals/approval.ts';
import { ROLES } from '../../audience/access.ts';
import { joinList } from '../locale/list-text.ts';
import type { Voice } from '../locale/voice.ts';
import type { RichText } from '../text/rich-text.ts';
import { offerLines } from './standing-text.ts';

export function termLines(request: Pick<ApprovalRequest, 'terms'>, voice: Voice): RichText[] {
  const { terms } = request;
  const { approvers, reasonRequired } = terms;
  const who = approversText(terms, voice);
  const lines: RichText[] = [];
  if (who !== undefined) lines.push(voice.speak('approval-approvers', { who }));
  else if (approvers !== undefined) lines.push(voice.speak('approval-approvers-nobody'));
  for (const list of terms.alsoApprovers ?? []) {
    const also = listText(list, voice);
    if (also === undefined) lines.push(voice.speak('approval-approvers-nobody'));
    else lines.push(voice.speak('approval-approvers-also', { who: also }));
  }
  if (reasonRequired !== 'none') lines.push(voice.speak(`approval-reason-${reasonRequired}`));
  return [...lines, ...offerLines(request, voice)];
}

/** `approvers, 2 named people`; `undefined` if the policy names nobody. */
export function approversText({ approvers }: Terms, voice: Voice): RichText | undefined {
  return approvers === undefined ? undefined : listText(approvers, voice);
}

const PROBLEMS = {
  expires_at_unreadable: 'approval-problem-end',
  timeout_unreadable: 'approval-problem-timeout',
  over_on_arrival: 'approval-problem-over',
  approval_by_silence_refused: 'approval-problem-silence',
} as const satisfies Record<RequestProblem, string>;

/** The parts of the request that jobwire could not honour. */
export function problemLines(
  { problems = [] }: Pick<ApprovalRequest, 'problems'>,
  { speak }: Voice,
): RichText[] {
  return problems.map((problem) => speak(PROBLEMS[problem]));
}

function listText({ roles, users }: ApproverList, voice: Voice): RichText | undefined {
  const { speak } = voice;
  const named = [
    ...ROLES.filter((role) => roles.includes(role)).map((role) => speak(`approval-role-${role}`)),
    ...(users.length === 0 ? [] : [speak('approval-people', { count: users.length })]),
  ];
  return named.length === 0 ? undefined : joinList(named, voice);
}
