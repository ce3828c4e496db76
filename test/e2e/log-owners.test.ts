// The log of a job stays with those who may see every job with its id, whatever a token of another project asks for.
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

const log = (token: string) => ask(token, `/jobs/${JOB}/logs`);

it('is not opened, continued or closed to others by the outcome of a request under its id', async () => {
  await ask(own, '/events', { event_type: 'job.started', project_id: 'shop', job_id: JOB });
  await waitUntil(async () => (await log(own)).status === 200);
  await ask(own, `/jobs/${JOB}/logs`, { lines: ['what only the shop may read'] });
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
  expect((await log(other)).status).toBe(404);
  expect((await ask(other, `/jobs/${JOB}/logs`, { lines: ['forged'] })).status).toBe(404);
  expect((await log(ADMIN_TOKEN)).text).toContain('what only the shop may read');
  expect((await log(ADMIN_TOKEN)).text).not.toContain('forged');
});
