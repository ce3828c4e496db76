// What /approve and /deny share.

import type { Approval } from '../../../approvals/approval.ts';
import { refusalFor, type Voter, voterInTelegram } from '../../../approvals/voters/voter.ts';
import { idText } from '../../../message/locale/voice.ts';
import { defined } from '../../../runtime/defined.ts';
import { decisionText } from '../../decisions/decision-text.ts';
import { reasonFrom, reasonQuestion } from '../../decisions/reason-question.ts';
import { viewOfRequests } from '../../decisions/seen-requests.ts';
import {
  type ChatCommandDeps,
  type CommandCall,
  type CommandReply,
  replyWith,
  usageReply,
} from '../command/command.ts';
import { withPrivateLink } from '../command/more-in-private.ts';
import { findRequest } from '../command/visibility.ts';
import { whichRequest } from './which-request.ts';

export type DecidingDeps = Pick<
  ChatCommandDeps,
  'approvals' | 'copies' | 'selections' | 'decide' | 'chatBook' | 'routes' | 'botName' | 'clock'
>;

const TOKEN_BYTES = 16;

export async function decideByCommand(
  verdict: 'approve' | 'deny',
  call: CommandCall,
  deps: DecidingDeps,
): Promise<CommandReply> {
  const { words, text, voice, member, userId, userName } = call;
  const given = words[0];
  if (given === undefined) return usageReply(call, 'reply-missing-id');
  const found = await findRequest(given, call, deps);
  if (found.kind === 'several') return whichRequest(given, found.items, { call, deps });
  if (found.kind === 'none') {
    const body = voice.speak('reply-no-approval', { id: idText(given) });
    return replyWith(await withPrivateLink(body, call, deps));
  }
  const voter = voterInTelegram(userId, userName, member);
  if (verdict === 'approve' && (await isUnseen(found.item, voter, { call, deps }))) {
    const token = deps.clock.token(TOKEN_BYTES);
    await deps.copies.open(found.item.request.key, call.address, token);
    return replyWith(voice.speak('reply-not-seen'));
  }
  const reason = reasonFrom(text.slice(given.length));
  const decision = await deps.decide({
    approvalId: found.item.request.key,
    version: found.item.request.version,
    verdict,
    voter,
    from: `chat ${call.address.chatId}`,
    ...defined({ reason }),
    attempt: call.attempt,
  });
  if (decision.kind === 'reason_needed') {
    const person = { userId, name: userName };
    const { message, asks } = reasonQuestion({ ...decision, verdict, person, voice });
    return { kind: 'reply', ...message, asks };
  }
  return replyWith(decisionText(decision, { voter, voice, now: deps.clock.now() }));
}

/** Whether this person could approve it, but this chat does not show it in full. */
async function isUnseen(
  { request, outcome }: Approval,
  voter: Voter,
  { call, deps }: { readonly call: CommandCall; readonly deps: Pick<DecidingDeps, 'copies'> },
): Promise<boolean> {
  if (outcome !== undefined || refusalFor(request, voter, 'approve') !== undefined) return false;
  const view = await viewOfRequests(call.address.chatId, request, deps.copies);
  return view === 'nothing' || view === 'part';
}
