// The log of a job stays with those who may see it, whatever a token of another project asks for or adds under its id.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitUntil } from '../helpers/wait.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';

const JOB = 'deploy-9';

let world: World;
let url: string;
let own: string;
let other: string;
beforeAll(async () => {
  world = await createWorld();
  ({ url } = await world.start());
  [own = '', other = ''] = await Promise.all(['shop', 'lab'].map(tokenOf));
});
afterAll(() => world.end());

async function ask(token: string, path: string, body?: unknown) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

async function tokenOf(project: string): Promise<string> {
  const rights = { scopes: ['read', 'publish', 'decide'], projects: [project] };
  const { text } = await ask(ADMIN_TOKEN, '/tokens', { name: project, ...rights });
  return JSON.parse(text).token;
}

const log = (token: string, query = '') => ask(token, `/jobs/${JOB}/logs${query}`);
const linesOf = async (answer: ReturnType<typeof log>) => JSON.parse((await answer).text).lines;
const THEIRS = 'what only the shop may read';

it('is neither opened nor continued by others, nor taken from its readers, by a request under its id', async () => {
  await ask(own, '/events', { event_type: 'job.started', project_id: 'shop', job_id: JOB });
  await waitUntil(async () => (await log(own)).status === 200);
  await ask(own, `/jobs/${JOB}/logs`, { lines: [THEIRS] });
  const [expiring, approved] = await Promise.all(
    [{ timeout_seconds: 5 }, {}].map(async (more) => {
      const wish = { action: 'look', project_id: 'lab', job_id: JOB, ...more };
      return JSON.parse((await ask(other, '/approvals', wish)).text);
    }),
  );
  await ask(ADMIN_TOKEN, `/approvals/${approved.id}/decision`, { decision: 'approve' });
  for (const [id, status] of [
    [expiring.id, 'expired'],
    [approved.id, 'approved'],
  ]) {
    await waitUntil(async () => {
      const { text } = await ask(other, `/approvals/${id}`);
      return JSON.parse(text).status === status;
    });
  }
  // Announced as well, and routed: what follows is behind it.
  const mark = { event_type: 'job.started', project_id: 'lab', job_id: 'mark' };
  await ask(other, '/events', mark);
  await waitUntil(async () => (await ask(other, '/jobs/mark')).status === 200);
  const before = await log(other);
  expect((await ask(other, `/jobs/${JOB}/logs`, { lines: ['forged'] })).status).toBe(202);
  // As a job of theirs that nobody else has.
  await ask(other, '/events', { ...mark, job_id: 'their-own' });
  await waitUntil(async () => (await ask(other, '/jobs/their-own')).status === 200);
  expect(before).toEqual({
    ...(await ask(other, '/jobs/their-own/logs')),
    text: JSON.stringify({ job_id: JOB, lines: [], ended: false }),
  });
  expect(await linesOf(log(other))).toEqual(['forged']);
  expect(await linesOf(log(own))).toEqual([THEIRS]);
  expect(await linesOf(log(ADMIN_TOKEN, '?project_id=shop'))).toEqual([THEIRS]);
  expect(await linesOf(log(ADMIN_TOKEN, '?project_id=lab'))).toEqual(['forged']);
});
