// What whoever asks may do about a request: the API shows it, so that a page offers only what would count.
import type { Approval } from '../../approvals/approval.ts';
import { type ApprovalAnswer, approvalJson } from '../../approvals/approval-json.ts';
import { refusalFor, type Voter, voteOf } from '../../approvals/voters/voter.ts';
import type { Members } from '../../audience/members.ts';
import { defined } from '../../runtime/defined.ts';
import { type Caller, hasScope } from '../access/auth.ts';
import { voterOf } from '../access/caller-voter.ts';

export type ApprovalForYou = (approval: Approval) => ApprovalAnswer;

/** For those who may decide anything at all; a settled request waits for nobody. */
export async function approvalFor(
  caller: Caller,
  members: Pick<Members, 'all'>,
): Promise<ApprovalForYou> {
  if (!hasScope(caller, 'decide')) return approvalJson;
  const voter = await voterOf(caller, members);
  return (approval) => {
    const json = approvalJson(approval);
    return approval.outcome === undefined ? { ...json, you: yourPart(approval, voter) } : json;
  };
}

function yourPart(approval: Approval, voter: Voter): NonNullable<ApprovalAnswer['you']> {
  const { request } = approval;
  return {
    may_approve: refusalFor(request, voter, 'approve') === undefined,
    may_deny: refusalFor(request, voter, 'deny') === undefined,
    ...defined({ voted: voteOf(approval, voter)?.verdict }),
  };
}
