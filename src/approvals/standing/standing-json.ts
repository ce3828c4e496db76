// Standing approvals for machines: over HTTP and on the command line.
import { defined } from '../../runtime/defined.ts';
import type { InForce } from './standing-store.ts';

export function standingJson({ standing, uses }: InForce) {
  const { id, approvalId, projectId, sessionId, jobId, stage, scope, pattern } = standing;
  return {
    id,
    approval: approvalId,
    project_id: projectId ?? null,
    session_id: sessionId ?? null,
    job_id: jobId ?? null,
    ...defined({ stage }),
    within: scope,
    scope: standing.requestScope,
    action: standing.action,
    ...defined({ pattern }),
    given_by: standing.by,
    given_at: standing.givenAt,
    until: standing.until,
    uses,
  };
}
