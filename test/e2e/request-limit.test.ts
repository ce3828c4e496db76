// The built program with a small HTTP_REQUESTS_PER_MINUTE: one request too many is refused, and no scraper is.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Program } from '../helpers/program.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';

let world: World;
let program: Program;
beforeAll(async () => {
  world = await createWorld({ limits: 'off', settings: { HTTP_REQUESTS_PER_MINUTE: '1' } });
  program = await world.start();
});
afterAll(() => world.end());

it('refuses one request too many, with when to come back', async () => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  const get = (path: string) => fetch(program.url + path, { headers });
  expect((await get('/api/v1/jobs')).status).toBe(200);
  const refused = await get('/api/v1/jobs');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  for (const path of ['/metrics', '/metrics', '/readyz', '/healthz']) {
    expect((await get(path)).status, path).toBe(200);
  }
});
