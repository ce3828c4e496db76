// POST /api/v1/jobs/{id}/events: what a pipeline engine may say of a job, and of whose.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const JOB_EVENTS = '/api/v1/jobs/j1/events';

const toJob = (body: unknown, token = 'publisher', path = JOB_EVENTS) =>
  port.send('POST', path, { token, body });

async function idsOf(response: Response): Promise<string[]> {
  expect(response.status).toBe(202);
  return ((await response.json()) as { ids: string[] }).ids;
}

async function journalled(): Promise<CanonicalEvent[]> {
  return (await port.memory.journal.read('0-0', 10_000)).map(({ event }) => event);
}

describe('events of one job', () => {
  const stage = { ts: '2026-03-02T09:00:00Z', type: 'stage_started', stage: 'script', message: '' };

  it('are of the job that the address names, and of its project', async () => {
    port.board.put(aJob({ id: 'j/1 ü', projectId: 'a' }));
    const path = `/api/v1/jobs/${encodeURIComponent('j/1 ü')}/events`;
    const ids = await idsOf(
      await toJob([stage, { ...stage, type: 'stage_completed' }], 'publisher', path),
    );
    expect(await journalled()).toMatchObject([
      { id: ids[0], type: 'stage.started', jobId: 'j/1 ü', projectId: 'a', stage: 'script' },
      { id: ids[1], type: 'stage.completed', jobId: 'j/1 ü', projectId: 'a' },
    ]);
  });

  it('are taken once, however often they are sent', async () => {
    const first = await idsOf(await toJob(stage));
    expect(await idsOf(await toJob(stage))).toEqual(first);
    expect(await journalled()).toHaveLength(1);
  });

  it('may be heartbeats, of which nothing is kept', async () => {
    expect(await idsOf(await toJob({ type: 'heartbeat', message: '' }))).toEqual([]);
    expect(await journalled()).toEqual([]);
  });

  it('may have long ids of jobs, but none with control characters', async () => {
    const at = (id: string) => toJob(stage, 'publisher', `/api/v1/jobs/${id}/events`);
    expect((await at('x'.repeat(512))).status).toBe(202);
    for (const id of ['x%00', 'x%0Ay']) {
      const response = await at(id);
      expect([response.status, (await problemOf(response)).detail]).toEqual([
        400,
        expect.stringContaining('expected 1 to 512 characters'),
      ]);
    }
  });

  it('that nobody can read are named, and keep the others out', async () => {
    const response = await toJob([stage, { stage: 'script' }]);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors).toMatchObject([{ index: 1 }]);
    expect(await journalled()).toEqual([]);
  });

  it('are JSON, and no CloudEvents', async () => {
    const response = await port.send('POST', JOB_EVENTS, {
      token: 'publisher',
      body: stage,
      type: 'application/cloudevents+json',
    });
    expect(response.status).toBe(415);
  });

  describe('for a token of one project', () => {
    const send = (body: unknown) => toJob(body, 'publisher-of-a');

    it('are taken when the job is in it', async () => {
      port.board.put(aJob({ id: 'j1', projectId: 'a' }));
      expect(await idsOf(await send(stage))).toHaveLength(1);
      expect(await journalled()).toMatchObject([{ projectId: 'a' }]);
    });

    it('are taken when the job is new and they say that it is in it', async () => {
      expect(await idsOf(await send({ ...stage, project_id: 'a' }))).toHaveLength(1);
      expect(await journalled()).toMatchObject([{ projectId: 'a', jobId: 'j1' }]);
    });

    it.each([
      ['nothing', stage],
      ['another project', { ...stage, project_id: 'b' }],
    ])('are for no job when they say %s of one that is new', async (_what, body) => {
      expect((await send(body)).status).toBe(404);
      expect(await journalled()).toEqual([]);
    });

    it('do not tell a job of others from one that is not there', async () => {
      const bodies = [stage, { ...stage, project_id: 'b' }, { stage: 'script' }];
      const answers = async () => {
        const responses = await Promise.all(bodies.map(send));
        return Promise.all(responses.map(async (one) => [one.status, await one.text()]));
      };
      const none = await answers();
      port.board.put(aJob({ id: 'j1', projectId: 'b' }));
      expect(await answers()).toEqual(none);
      expect(await journalled()).toEqual([]);
    });

    it('are of a job of their own beside one of others with its id', async () => {
      port.board.put(aJob({ id: 'j1', projectId: 'b' }));
      expect((await send({ ...stage, project_id: 'a' })).status).toBe(202);
      expect(await journalled()).toMatchObject([{ projectId: 'a', jobId: 'j1' }]);
    });
  });
});
