// A request, and approvals of it as they may stand.
import type {
  Approval,
  ApprovalRequest,
  Decider,
  Outcome,
  Terms,
  Vote,
} from '../../../src/approvals/approval.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';

export const request: ApprovalRequest = {
  key: 'ap-77',
  id: 'ap-77',
  version: 1,
  eventId: 'event-1',
  projectId: 'project-a',
  sessionId: 'S12',
  jobId: '550e8400-e29b-41d4-a716-446655440000',
  visibility: 'public',
  scope: 'deploy',
  action: 'kubectl apply -f prod.yaml',
  reason: 'Roll out 4.2.0',
  context: {
    commits: 2,
    files_changed: ['src/a.ts', 'src/b.ts', 'c.md'],
    environment: 'production',
    diff: '--- a\n+++ b\n-old\n+new\n',
  },
  requestedBy: { id: 'u-31', name: 'Ana' },
  requestedAt: '2026-03-02T09:00:18.250Z',
  expiresAt: '2026-03-02T09:15:18.250Z',
  onTimeout: 'deny',
  terms: PLAIN_TERMS,
};

/** The same without what fills its message. */
export const short: ApprovalRequest = { ...request, context: {}, onTimeout: 'expire' };

export const gate: ApprovalRequest = {
  key: 'gate-1',
  id: 'gate-1',
  version: 1,
  eventId: 'event-2',
  projectId: 'spring-trailer',
  jobId: 'spring-trailer-01',
  stage: 'script',
  visibility: 'public',
  scope: 'gate',
  action: 'script',
  reason: 'Script is ready for review',
  context: {},
  requestedAt: '2026-03-02T09:00:18.250Z',
  expiresAt: '2026-03-02T09:30:18.250Z',
  onTimeout: 'approve',
  terms: PLAIN_TERMS,
};

/** When it is shown: 14 minutes before its end. */
export const NOW = Date.parse('2026-03-02T09:01:18.250Z');
export const SETTLED_AT = '2026-03-02T14:02:00.000Z';

export const by = (name: string, via: Decider['via'] = 'telegram'): Decider => ({
  id: `id of ${name}`,
  name,
  via,
});
export const TIMEOUT: Decider = { id: 'timeout', name: 'timeout', via: 'timeout' };

export const approves = (name: string, reason?: string) => vote('approve', name, reason);
export const denies = (name: string, reason?: string) => vote('deny', name, reason);

function vote(verdict: Vote['verdict'], name: string, reason?: string): Vote {
  const voter = by(name);
  const ids = [voter.id.toLowerCase()];
  return { verdict, by: voter, ids, at: SETTLED_AT, ...(reason === undefined ? {} : { reason }) };
}

/** The approval of a request; `terms` are changes of the plain ones. */
export function standing(
  asked: ApprovalRequest,
  {
    terms,
    ...fields
  }: Partial<Omit<Approval, 'request'>> & { readonly terms?: Partial<Terms> } = {},
): Approval {
  const withTerms = { ...asked, terms: { ...asked.terms, ...terms } };
  return { request: withTerms, revision: 0, votes: [], ...fields };
}

export function outcome(fields: Omit<Outcome, 'at'>): Outcome {
  return { ...fields, at: SETTLED_AT };
}
