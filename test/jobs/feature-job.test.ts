import { describe, expect, it } from 'vitest';
import { decode } from '../../src/dialects/all-dialects.ts';
import { asFeatureJob } from '../../src/jobs/feature-job.ts';
import { fold, type Job } from '../../src/jobs/job-board.ts';
import { playStories } from '../helpers/played-stories.ts';

const FEATURE = 'feature:f1';

/** A feature request after each event of the story that says something of it. */
async function states(round: number): Promise<Job[]> {
  const story = (await playStories()).get(`delivery: ${round}`) ?? [];
  let job: Job | undefined;
  return story.flatMap((message) => {
    const event = decode(message)?.event;
    const ofJob = event && asFeatureJob({ ...event, projectId: 'orders' }, FEATURE);
    if (ofJob === undefined) return [];
    job = fold(job, ofJob);
    return job === undefined ? [] : [job];
  });
}

describe('a feature request as a job', () => {
  it('goes from the request over its steps to the pull request, which waits, and is done when that is merged', async () => {
    const all = await states(0);
    expect([...new Set(all.map(({ status }) => status))]).toEqual([
      ...['queued', 'running', 'waiting', 'completed'],
    ]);
    const last = all.at(-1);
    expect(last?.title).toBe('Pages in the list of orders');
    expect(last?.links).toEqual(['https://git.example.org/acme/orders/pull/1234']);
    expect(last?.steps?.newest).toEqual([
      'planning',
      'GET /orders in pages of up to 50',
      'GET /orders takes limit and cursor, 50 orders at most',
      'Load further pages while somebody scrolls',
      'The list loads the next page when its end is near',
    ]);
  });

  it('goes on after an agent failed', async () => {
    const all = await states(1);
    expect(all.map(({ status }) => status)).not.toContain('failed');
    expect(all.at(-1)?.status).toBe('completed');
  });
});
