// An approval as the command line shows it: on one line, or in full. Pure.
import type {
  Approval,
  ApprovalRequest,
  ApproverList,
  Decider,
  RequestProblem,
  Terms,
  Vote,
} from '../../approvals/approval.ts';
import type { AuditEntry } from '../../approvals/approval-store.ts';
import { isEndOfJob } from '../../message/approvals/approval-outcome.ts';
import { safe } from '../command/output.ts';

const MAX_LENGTH = { id: 80, who: 80, action: 120, text: 1_000 } as const;
const WIDTH = 11;

const ON_TIMEOUT = {
  expire: 'then it expires',
  deny: 'then it counts as denied',
  approve: 'then it counts as approved',
} as const;

const PROBLEMS: Readonly<Record<RequestProblem, string>> = {
  expires_at_unreadable: 'expires_at is not a timestamp, so it is ignored',
  timeout_unreadable: 'timeout_seconds is not a number of seconds, so it is ignored',
  over_on_arrival: 'it had expired before it arrived',
  approval_by_silence_refused: 'it asked to be approved on timeout, which only a policy may allow',
};

const REASONS = { deny: 'a denial', both: 'every decision', none: undefined } as const;

/** `id  status  since  location  subject  votes  until`. */
export function approvalLine(approval: Approval): string {
  const { request, outcome } = approval;
  const { required } = request.terms;
  const isOpen = outcome === undefined;
  return [
    safe(request.id, MAX_LENGTH.id),
    outcome?.status ?? 'pending',
    outcome?.at ?? request.requestedAt,
    locationOf(request),
    safe(requestSubject(request), MAX_LENGTH.action),
    ...(isOpen && required > 1 ? [`${given(approval, 'approve')} of ${required}`] : []),
    ...(isOpen && request.expiresAt !== undefined ? [`until ${request.expiresAt}`] : []),
    ...(outcome?.by === undefined ? [] : [`by ${whoIs(outcome.by)}`]),
  ].join('  ');
}

/** All details, as lines. */
export function approvalDetails(approval: Approval, audit: readonly AuditEntry[]): string[] {
  const { request, votes } = approval;
  const { context, requestedBy, expiresAt, onTimeout } = request;
  const requester = requestedBy === undefined ? '' : `  by ${personOf(requestedBy)}`;
  return [
    `${safe(request.id, MAX_LENGTH.id)}  ${approval.outcome?.status ?? 'pending'}`,
    ...field('what', requestSubject(request)),
    ...field('scope', request.scope),
    ...field('why', request.reason),
    ...field('where', locationOf(request)),
    ...field('stage', request.stage),
    ...field('context', Object.keys(context).length === 0 ? '' : JSON.stringify(context)),
    ...field('asked', `${request.requestedAt}${requester}`),
    ...field('until', expiresAt === undefined ? '' : `${expiresAt}, ${ON_TIMEOUT[onTimeout]}`),
    ...(request.problems ?? []).flatMap((problem) => field('problem', PROBLEMS[problem])),
    ...field('needs', needs(request.terms)),
    ...field('may decide', whoMayDecide(request.terms)),
    ...votes.flatMap((vote) => field('vote', voteText(vote))),
    ...field('outcome', outcomeText(approval)),
    ...field('job', acknowledgementText(approval)),
    ...audit.map((entry, at) => `${(at === 0 ? 'trail' : '').padEnd(WIDTH)} ${auditText(entry)}`),
  ];
}

/** The status as a predicate: `was approved by Ana (1001) at …`. */
export function statusSentence({ outcome }: Pick<Approval, 'outcome'>): string {
  if (outcome === undefined) return 'waits for a decision';
  const { status, by, at, reason = '' } = outcome;
  const because = reason.trim() === '' ? '' : `: ${safe(reason, MAX_LENGTH.text)}`;
  const isAutomatic = by?.via === 'timeout' || by?.via === 'policy';
  const person = by === undefined || isAutomatic ? '' : ` by ${whoIs(by)}`;
  switch (status) {
    case 'expired':
      return `expired at ${at} without a decision`;
    case 'canceled':
      return isEndOfJob(outcome)
        ? `was withdrawn at ${at} because the job ended`
        : `was withdrawn${person} at ${at}${because}`;
    case 'approved':
    case 'denied':
      return `was ${status}${isAutomatic ? ' automatically' : ''}${person} at ${at}${because}`;
  }
}

/** What is to be approved; for a gate without an action, its stage. */
export function requestSubject({ action, scope, stage, id }: ApprovalRequest): string {
  const named = [action, scope].find((text) => text.trim() !== '') ?? id;
  return stage !== undefined && (action === stage || action.trim() === '')
    ? `gate of stage ${stage}`
    : named;
}

export function given({ votes }: Approval, verdict: Vote['verdict']): number {
  return votes.filter((vote) => vote.verdict === verdict).length;
}

/** `roles approver, admin; users 1001`; nothing when it is left to the roles. */
export function whoMayDecide({ approvers, alsoApprovers = [] }: Terms): string {
  return approvers === undefined
    ? ''
    : [approvers, ...alsoApprovers].map(listText).join(', and also ');
}

function listText({ roles, users }: ApproverList): string {
  const named = [
    ...(roles.length === 0 ? [] : [`roles ${roles.join(', ')}`]),
    ...(users.length === 0 ? [] : [`users ${users.join(', ')}`]),
  ];
  return named.length === 0 ? 'nobody' : named.join('; ');
}

function needs({ required, denyRequired, selfApproval, reasonRequired }: Terms): string {
  const reasoned = REASONS[reasonRequired];
  const approvals = required === 1 ? '1 approval' : `${required} approvals`;
  const denials = denyRequired === 1 ? '1 denial' : `${denyRequired} denials`;
  return [
    `${approvals} or ${denials}`,
    ...(reasoned === undefined ? [] : [`${reasoned} needs a reason`]),
    ...(selfApproval ? ['requesters may approve'] : []),
  ].join('; ');
}

function outcomeText(approval: Approval): string {
  return approval.outcome === undefined ? '' : statusSentence(approval).replace(/^was /, '');
}

function acknowledgementText({ acknowledgement }: Approval): string {
  switch (acknowledgement?.kind) {
    case undefined:
      return '';
    case 'pending':
      return 'has not reacted yet';
    case 'picked_up':
      return `picked it up at ${acknowledgement.at}`;
    case 'missing':
      return `has not reacted; the decision was sent again at ${acknowledgement.at}`;
  }
}

function voteText({ verdict, by, at, reason = '' }: Vote): string {
  const because = reason.trim() === '' ? '' : `: ${reason}`;
  return `${at}  ${verdict} by ${whoIs(by)}${because}`;
}

/** `2026-…  refused  why self  verdict approve  …`: when, what, and all further fields. */
function auditText({ at, what, by, ...rest }: AuditEntry): string {
  const { id, name, via, ...others } = rest;
  const who = by ?? (typeof id === 'string' ? { id, name, via } : undefined);
  const fields = Object.entries(others).map(([key, value]) => `${key} ${valueText(value)}`);
  const person = isDecider(who) ? [`by ${whoIs(who)}`] : [];
  return safe([at, what, ...person, ...fields].join('  '), MAX_LENGTH.text);
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isDecider(value: unknown): value is Decider {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, via } = value as Partial<Record<keyof Decider, unknown>>;
  return [id, name, via].every((one) => typeof one === 'string');
}

/** `Ana (1001) via web`. */
export function whoIs({ id, name, via }: Decider): string {
  return via === 'timeout' || via === 'policy' ? via : `${personOf({ id, name })} via ${via}`;
}

function personOf({ id, name = '' }: { readonly id?: string; readonly name?: string }): string {
  const shown = safe(id ?? name, MAX_LENGTH.who);
  return name.trim() === '' || id === undefined || name === id
    ? shown
    : `${safe(name, MAX_LENGTH.who)} (${shown})`;
}

function locationOf({ projectId, sessionId, jobId }: ApprovalRequest): string {
  return [projectId, sessionId, jobId].map((id) => safe(id ?? '-', MAX_LENGTH.id)).join('/');
}

/** No line for an empty value. */
function field(name: string, text: string | undefined = ''): string[] {
  const shown = safe(text, MAX_LENGTH.text);
  return shown.trim() === '' ? [] : [`${name.padEnd(WIDTH)} ${shown}`];
}
