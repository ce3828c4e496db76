// Events about a job that name none, by every route that publishes.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const televibe = { event_id: 'e-1', event_type: 'job.started', project_id: 'a', data: {} };
const cloudEvent = { specversion: '1.0', id: 'c-1', source: '/ci', type: 'stage.failed' };

it.each([
  ['a televibe event', televibe, 'job_id'],
  ['an empty job', { ...televibe, job_id: '' }, 'job_id'],
  ['a CloudEvent', cloudEvent, 'jobid'],
  ['one of a list', [{ ...televibe, job_id: 'j1', event_id: 'e-2' }, televibe], 'job_id'],
])('%s is refused with what was expected, and nothing is published', async (_, body, field) => {
  const response = await port.send('POST', '/api/v1/events', { token: 'publisher', body });
  expect(response.status).toBe(422);
  const said = await response.text();
  expect(said).toContain('names neither a job nor a session; expected the id of its job');
  expect(said).toContain(`{\\"${field}\\": \\"j1\\"}`);
  expect(await port.memory.journal.read('0-0', 10)).toEqual([]);
});

it.each([
  ['of a session', { ...televibe, session_id: 'S1' }],
  ['that asks for an approval', { ...televibe, event_type: 'job.approval_needed' }],
  ['of a type that is not known', { ...televibe, event_type: 'job.teleported' }],
])('an event %s needs no job', async (_, body) => {
  const response = await port.send('POST', '/api/v1/events', { token: 'publisher', body });
  expect(response.status).toBe(202);
});

it('an event that is posted to a job belongs to that', async () => {
  const body = { ts: '2026-03-02T12:00:00Z', type: 'stage_started', stage: 'cut' };
  const response = await port.send('POST', '/api/v1/jobs/j1/events', { token: 'publisher', body });
  expect(response.status).toBe(202);
});
