// What the board of jobs answers.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Job, JobBoard } from '../../src/jobs/job-board.ts';
import { jobKey } from '../../src/jobs/job-key.ts';
import { aJob } from '../helpers/memory-job-board.ts';

export interface JobBoardUnderTest {
  /** Empty at first. */
  readonly board: JobBoard;
  put(...jobs: readonly Job[]): Promise<void>;
}

export function describeJobBoard(name: string, make: () => Promise<JobBoardUnderTest>): void {
  describe(name, () => {
    let under: JobBoardUnderTest;
    beforeEach(async () => {
      under = await make();
    });

    const changed = (minute: number, fields: Partial<Job> = {}): Job => {
      return aJob({
        updatedAt: new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString(),
        ...fields,
      });
    };

    it('has a job by its project and id, and by its id one for each project', async () => {
      const { projectId: _, ...ofNone } = changed(1);
      const jobs: readonly Job[] = [
        changed(1),
        changed(2, { projectId: 'b' }),
        ofNone,
        changed(3, { id: 'j10' }),
      ];
      await under.put(...jobs);
      for (const job of jobs) {
        expect(await under.board.get(jobKey(job.projectId, job.id))).toEqual(job);
      }
      const found = await under.board.find('j1');
      expect(found).toHaveLength(3);
      expect(found).toEqual(expect.arrayContaining(jobs.slice(0, 3)));
    });

    it('knows nothing of other jobs', async () => {
      await under.put(changed(1));
      expect(await under.board.get(jobKey('b', 'j1'))).toBeUndefined();
      expect(await under.board.find('j')).toEqual([]);
      expect(await under.board.find('')).toEqual([]);
    });

    it('has the newest first, by when they changed, up to a limit', async () => {
      await under.put(changed(5, { id: 'b' }), changed(9, { id: 'a' }), changed(1, { id: 'c' }));
      await under.put(changed(7, { id: 'c' }));
      const ids = async (limit: number) => (await under.board.recent(limit)).map(({ id }) => id);
      expect(await ids(10)).toEqual(['a', 'c', 'b']);
      expect(await ids(2)).toEqual(['a', 'c']);
    });
  });
}
