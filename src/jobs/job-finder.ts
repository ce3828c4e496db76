// Contract: all jobs of one id, which several projects may use.
import type { Job, JobBoard } from './job-board.ts';

export interface JobFinder {
  find(jobId: string): Promise<readonly Job[]>;
}

/** Over a board that knows one job of each id. */
export function createJobFinder(board: Pick<JobBoard, 'get'> & Partial<JobFinder>): JobFinder {
  return {
    async find(jobId) {
      if (board.find !== undefined) return board.find(jobId);
      const job = await board.get(jobId);
      return job === undefined ? [] : [job];
    },
  };
}
