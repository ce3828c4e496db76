// What is answered where the id of a path is that of jobs in several projects.
import { z } from 'zod';
import type { Problem } from '../request/problem.ts';

export const AMBIGUOUS_JOB: Problem = {
  code: 'id_ambiguous',
  detail:
    'Several projects have a job with this id; expected one of projects in the address as well, like /api/v1/jobs/job-7?project_id=shop.',
};

/** What else the answer has. */
export const ofProjects = { projects: z.array(z.string().nullable()) };
