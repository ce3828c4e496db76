// Standing approvals for machines: over HTTP and on the command line.
import { z } from 'zod';
import { defined } from '../../runtime/defined.ts';
import { deciderSchema, STANDING_SCOPES } from '../approval.ts';
import type { InForce } from './standing-store.ts';

export const standingAnswer = z
  .object({
    id: z.string(),
    approval: z.string().meta({ description: 'Key of the request that it was given with.' }),
    project_id: z.string().nullable(),
    session_id: z.string().nullable(),
    job_id: z.string().nullable(),
    stage: z.string().exactOptional(),
    within: z.enum(STANDING_SCOPES).meta({ description: 'Within what it counts.' }),
    scope: z.string(),
    action: z.string(),
    pattern: z
      .string()
      .exactOptional()
      .meta({ description: 'Actions that it covers; without it, the very same one.' }),
    given_by: deciderSchema,
    given_at: z.iso.datetime(),
    until: z.iso.datetime(),
    uses: z.int().meta({ description: 'How many requests it has approved.' }),
  })
  .meta({ id: 'Standing', description: 'A standing approval in force.' });

export function standingJson({ standing, uses }: InForce): z.infer<typeof standingAnswer> {
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
