// What the board of jobs answers.
import { beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Job, JobBoard, JobScope } from '../../src/jobs/job-board.ts';
import { jobKey } from '../../src/jobs/job-key.ts';
import { anEvent } from '../helpers/events.ts';
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

    it('has the job of each event of many, in their order', async () => {
      const { projectId: _, ...ofNone } = changed(1, { title: 'of none' });
      await under.put(changed(1), changed(2, { projectId: 'b' }), ofNone);
      const { jobId: _j, ...ofNoJob } = anEvent({ projectId: 'a' });
      const { projectId: _p, ...ofNoProject } = anEvent({ jobId: 'j1' });
      const events: readonly CanonicalEvent[] = [
        anEvent({ projectId: 'b', jobId: 'j1' }),
        ofNoJob,
        anEvent({ projectId: 'a', jobId: 'j1' }),
        anEvent({ projectId: 'a', jobId: 'j9' }),
        ofNoProject,
        anEvent({ projectId: 'b', jobId: 'j1' }),
      ];
      const found = await under.board.ofEvents(events);
      const names = found.map((job) => job && `${job.projectId}:${job.title}`);
      const [a, b] = ['a:Build the shop', 'b:Build the shop'];
      expect(names).toEqual([b, undefined, a, undefined, 'undefined:of none', b]);
      expect(await under.board.ofEvents([])).toEqual([]);
    });

    it('knows nothing of other jobs', async () => {
      await under.put(changed(1));
      expect(await under.board.get(jobKey('b', 'j1'))).toBeUndefined();
      expect(await under.board.find('j')).toEqual([]);
      expect(await under.board.find('')).toEqual([]);
    });

    it('knows the job of a feature request by its key alone', async () => {
      const feature = aJob({ id: 'feature:f1', dialect: 'delivery' });
      await under.put(feature, aJob());
      expect(await under.board.get(jobKey('a', 'feature:f1'))).toEqual(feature);
      expect(await under.board.find('feature:f1')).toEqual([]);
      expect((await under.board.recent(10)).map(({ id }) => id)).toEqual(['j1']);
      const walked: string[] = [];
      for await (const part of under.board.walk({})) walked.push(...part.map(({ id }) => id));
      expect(walked).toEqual(['j1']);
    });

    it('has the newest first, by when they changed, up to a limit', async () => {
      await under.put(changed(5, { id: 'b' }), changed(9, { id: 'a' }), changed(1, { id: 'c' }));
      await under.put(changed(7, { id: 'c' }));
      const ids = async (limit: number) => (await under.board.recent(limit)).map(({ id }) => id);
      expect(await ids(10)).toEqual(['a', 'c', 'b']);
      expect(await ids(2)).toEqual(['a', 'c']);
    });

    it('walks over all, over those of projects, or over those that have not ended', async () => {
      const { projectId: _, ...ofNone } = changed(3, { id: 'n' });
      await under.put(changed(1, { id: 'a1' }), changed(4, { id: 'a2' }), ofNone);
      await under.put(
        changed(2, { id: 'b1', projectId: 'b' }),
        changed(5, { id: 'c1', projectId: 'c' }),
      );
      await under.put(changed(6, { id: 'a2', status: 'completed' }));
      const ids = async (scope: JobScope) => {
        const found: string[] = [];
        for await (const part of under.board.walk(scope)) found.push(...part.map(({ id }) => id));
        return found;
      };
      expect(await ids({})).toEqual(['a2', 'c1', 'n', 'b1', 'a1']);
      expect(await ids({ isOpen: true })).toEqual(['c1', 'n', 'b1', 'a1']);
      expect(await ids({ projectIds: ['a', 'b', 'a'] })).toEqual(['a2', 'b1', 'a1']);
      expect(await ids({ projectIds: ['a', 'b'], isOpen: true })).toEqual(['b1', 'a1']);
      expect(await ids({ projectIds: [] })).toEqual([]);
      await under.put(changed(7, { id: 'a2' }));
      expect(await ids({ projectIds: ['a'], isOpen: true })).toEqual(['a2', 'a1']);
    });
  });
}
