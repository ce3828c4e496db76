// A request as a coding agent makes one.
import type { ApprovalRequest } from '../../../src/approvals/approval.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';

export function aRequest(fields: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    key: fields.id ?? 'ap-1',
    id: 'ap-1',
    version: 1,
    eventId: 'ev-1',
    projectId: 'acme/web',
    jobId: 'j1',
    visibility: 'public',
    scope: 'push',
    action: 'git push origin main',
    reason: 'tests pass',
    context: {},
    requestedAt: '2026-03-02T11:30:00.000Z',
    onTimeout: 'expire',
    terms: PLAIN_TERMS,
    ...fields,
  };
}
