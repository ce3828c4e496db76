// The common part of /approve and /deny.
import type { Member } from '../../audience/access.ts';
import { decisionText } from '../decision-text.ts';
import { type CommandCall, type CommandDeps, type Reply, said, USAGE } from './command.ts';
import { findRequest, severalText } from './sight.ts';

const LONGEST_REASON = 500;

export async function decideByCommand(
  verdict: 'approve' | 'deny',
  call: CommandCall,
  deps: CommandDeps,
): Promise<Reply> {
  const { words, text, voice, member, userId, userName } = call;
  const given = words[0];
  if (given === undefined) return USAGE;
  const found = await findRequest(given, call, deps);
  if (found.kind === 'several') return said(severalText(found.ids, call));
  if (found.kind === 'none') return said(voice.speak('reply-no-approval', { id: given }));
  const person: Member = {
    userId,
    name: userName,
    grants: member?.grants ?? [],
    knownAs: member?.knownAs ?? [],
  };
  const reason = text.slice(given.length).trim().slice(0, LONGEST_REASON);
  const decision = await deps.decide({
    approvalId: found.item.request.id,
    verdict,
    person,
    via: 'telegram',
    ...(reason === '' ? {} : { reason }),
    attempt: call.attempt,
  });
  return said(decisionText(decision, { member: person, voice, now: deps.clock.now() }));
}
