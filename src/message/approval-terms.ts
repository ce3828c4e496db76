// What it takes to decide a request, where that is more than one approver's word.
import type { ApprovalRequest, Terms } from '../approvals/approval.ts';
import { ROLES } from '../audience/access.ts';
import { join, type RichText } from './rich-text.ts';
import type { Voice } from './voice.ts';

export function termLines({ terms }: Pick<ApprovalRequest, 'terms'>, voice: Voice): RichText[] {
  const { approvers, reasonRequired } = terms;
  const who = approversText(terms, voice);
  const lines: RichText[] = [];
  if (who !== undefined) lines.push(voice.speak('approval-approvers', { who }));
  else if (approvers !== undefined) lines.push(voice.speak('approval-approvers-nobody'));
  if (reasonRequired !== 'none') lines.push(voice.speak(`approval-reason-${reasonRequired}`));
  return lines;
}

/** `approvers, 2 named people`; `undefined` when it is left to the roles, or nobody may. */
export function approversText({ approvers }: Terms, { speak }: Voice): RichText | undefined {
  if (approvers === undefined) return undefined;
  const { roles, users } = approvers;
  const named = [
    ...ROLES.filter((role) => roles.includes(role)).map((role) => speak(`approval-role-${role}`)),
    ...(users.length === 0 ? [] : [speak('approval-people', { count: users.length })]),
  ];
  return named.length === 0 ? undefined : join(named, ', ');
}
