// The id of a job in a path on which something is kept under it.
import { z } from 'zod';
import { MAX_ID } from '../../event/id-limit.ts';
import type { Problem } from '../request/problem.ts';

/** One that control characters would hide is nobody's. */
export const pathJobId = z
  .string()
  .max(MAX_ID)
  .regex(/^\P{Cc}+$/u)
  .meta({ description: 'The id of the job.', examples: ['job-7'] });

/** `rest`: what follows the id in the path. */
export function invalidJobId(rest: string): Problem {
  return {
    status: 400,
    code: 'input_invalid',
    detail: `The job id is invalid; expected 1 to ${MAX_ID} characters without control characters, like /api/v1/jobs/job-7/${rest}.`,
  };
}
