// The common part of `jobwire approve` and `jobwire deny`.

import type { Tools } from '../../app-tools.ts';
import type { Approval } from '../../approvals/approval.ts';
import { type Decision, isCounted } from '../../approvals/decisions/decide.ts';
import { redactDecision } from '../../approvals/decisions/redact-approval.ts';
import type { Voter } from '../../approvals/voters/voter.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { type CommandArgs, type CommandDeps, wrongUsage } from '../command/command.ts';
import { printToStderr, safe } from '../command/output.ts';
import { print } from '../command/print.ts';
import { withTools } from '../command/with-tools.ts';
import { given, requestSubject, statusSentence, whoMayDecide } from './approval-text.ts';
import { findApproval, readApprovalId } from './find-approval.ts';
import { terminalName, terminalUser } from './terminal-user.ts';
import { accountVoter, namedVoter } from './terminal-voter.ts';

type Verdict = 'approve' | 'deny';

export const DECIDING = { reason: { type: 'string' }, as: { type: 'string' } } as const;

export const ABOUT_DECIDING =
  'Every chat shows the outcome, as soon as jobwire runs.\n' +
  'An unambiguous prefix of an id is enough. Anybody who can use this command is an admin; the approvers\n' +
  'of the policy and its rule for requesters apply all the same. Exit code 1 when the vote does not count.\n\n' +
  '  --reason  why, up to 1000 characters\n' +
  '  --as      who decides: the Telegram id of a person with a role, or an id linked to it;\n' +
  '            default: the name of your account. An account has one vote, whomever it names';

const USER_ID = /^\P{Cc}{1,200}$/u;
const MAX_REASON = 1_000;
const MAX_LENGTH = { id: 80, action: 200 } as const;
const TOKEN_BYTES = 9;

export async function decideAtTerminal(
  verdict: Verdict,
  { values, positionals }: CommandArgs<typeof DECIDING>,
  { clock }: CommandDeps,
): Promise<number> {
  const wanted = readApprovalId(positionals);
  const reason = readReason(values.reason);
  const named = readUserId(values.as);
  return withTools({ clock }, async (tools) => {
    const { request } = await findApproval(wanted, tools.approvals);
    const voter = await voterFor(named, tools);
    const decision = await tools.decide({
      approvalId: request.key,
      version: request.version,
      verdict,
      voter,
      ...defined({ reason }),
      attempt: `cli:${clock.token(TOKEN_BYTES)}`,
      from: terminalName(),
    });
    const { counts, text } = answer(redactDecision(decision, tools.redaction), verdict, voter.name);
    if (counts) print(text);
    else printToStderr(`jobwire: ${text}`);
    return counts ? 0 : 1;
  });
}

interface Answer {
  readonly counts: boolean;
  readonly text: string;
}

/** Throws `usage_wrong` if a reason is missing. */
export function answer(decision: Decision, verdict: Verdict, who: string): Answer {
  return { counts: isCounted(decision), text: answerText(decision, verdict, who) };
}

function answerText(decision: Decision, verdict: Verdict, who: string): string {
  switch (decision.kind) {
    case 'decided':
      return decidedText(decision.approval);
    case 'voted':
      return votedText(decision, verdict);
    case 'already':
      return alreadyText(decision.approval);
    case 'forbidden':
      return forbiddenText(decision, who);
    case 'reason_needed':
      throw wrongUsage(`this needs a reason, so nothing was changed; expected --reason "…"`);
    case 'changed':
      return `${idOf(decision.approval.request)} was just changed by its producer, so your decision was not counted. Look at it again: jobwire approvals ${idOf(decision.approval.request)}`;
    case 'unknown':
      return 'this approval is no longer stored; nothing was changed';
  }
}

function decidedText({ request, outcome }: Approval): string {
  return `${idOf(request)}  ${outcome?.status}  ${safe(requestSubject(request), MAX_LENGTH.action)}`;
}

function votedText(
  { approval, again }: Extract<Decision, { kind: 'voted' }>,
  verdict: Verdict,
): string {
  const { request } = approval;
  const { required, denyRequired } = request.terms;
  const [name, needed] = verdict === 'approve' ? ['approval', required] : ['denial', denyRequired];
  const counts = again === true ? 'counted before' : 'counts';
  return `${idOf(request)}  pending  your ${name} ${counts}: ${given(approval, verdict)} of ${needed}; others still have to decide`;
}

function alreadyText(approval: Approval): string {
  return `${idOf(approval.request)} ${statusSentence(approval)}; that stands, nothing was changed`;
}

function forbiddenText(
  { why, approval }: Extract<Decision, { kind: 'forbidden' }>,
  who: string,
): string {
  const { request } = approval;
  const id = idOf(request);
  const name = safe(who, MAX_LENGTH.id);
  switch (why) {
    case 'self':
      return `"${name}" requested ${id}, and requesters may not approve their own requests; nothing was changed. Somebody else has to approve it, or deny it: jobwire deny ${id}`;
    case 'standing':
      return `${id} can only be approved by itself, not together with later requests; nothing was changed`;
    case 'ended':
      return `what ${id} belongs to has ended, so nothing later can be approved with it; nothing was changed`;
    case 'role':
      return `"${name}" may not decide ${id}; nothing was changed. The policy allows: ${safe(whoMayDecide(request.terms), MAX_LENGTH.action)}. --as says who you are, for example --as 1001`;
  }
}

function idOf({ id }: Approval['request']): string {
  return safe(id, MAX_LENGTH.id);
}

/** Blank counts as none. */
function readReason(text: string | undefined): string | undefined {
  const reason = text?.trim() ?? '';
  if (reason.length <= MAX_REASON) return reason === '' ? undefined : reason;
  throw wrongUsage(`--reason has ${reason.length} characters; expected at most ${MAX_REASON}`);
}

/** The person named by `--as`, or the account. Throws `missing` for somebody without a role. */
export async function voterFor(
  named: string | undefined,
  tools: Pick<Tools, 'members' | 'chatBook'>,
): Promise<Voter> {
  const members = await tools.members.all();
  const { chats } = await tools.chatBook.audience();
  const known = { members, chats };
  const account = terminalUser();
  if (named === undefined) return accountVoter(account, known);
  const voter = namedVoter(named, account, known);
  if (voter === undefined) throw unknownPerson(named);
  return voter;
}

/** Prevents votes under made-up names. */
function unknownPerson(named: string): Error {
  return new JobwireError(
    'missing',
    `nobody with a role has the id "${safe(named, MAX_LENGTH.id)}", so nothing was changed; expected the Telegram id of somebody with a role, or an id linked to it, for example --as 1001`,
  );
}

export function readUserId(text: string | undefined): string | undefined {
  if (text === undefined || USER_ID.test(text)) return text;
  throw wrongUsage('--as must be 1 to 200 characters on one line, like 1001');
}
