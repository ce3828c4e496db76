// Refusals that have no route of their own: each says what was wrong, what is expected, and what to do.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MAX_ID } from '../../../src/event/id-limit.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { aRequest } from '../../helpers/requests.ts';
import { sendRaw } from '../hardening/raw-http.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi({ headMs: 300 });
  for (const projectId of ['a', 'c']) {
    port.board.put(aJob({ id: 'j-1', projectId }));
    port.approvals.open(aRequest('ap-1', { key: `of-${projectId}`, projectId }));
  }
});
afterAll(() => port.stop());

const EXAMPLE = /like |for example /;

it.each([
  ['GET /api/v1/jobs/j-1', 'reader', 409, ['projects', '/api/v1/jobs/job-7?project_id=shop']],
  ['POST /api/v1/jobs/j-1/logs', 'publisher-of-a-and-c', 409, ['projects', '?project_id=shop']],
  ['GET /api/v1/approvals/ap-1', 'reader', 409, ['key of one of approvals', '?project_id=shop']],
  ['POST /api/v1/events', 'reader', 403, ['the scope publish', '--scopes publish']],
  ['POST /api/v1/approvals/ap-1/decision', 'reader', 403, ['the scope decide']],
  ['GET /api/v1/tokens', 'reader', 403, ['the scope admin', '--scopes admin']],
  ['GET /api/v1/tokens', 'admin-of-a', 403, ['for all projects', 'not limited to projects']],
  ['GET /metrics', 'admin-of-a', 403, ['the scope metrics for all projects']],
  [`GET /api/v1/jobs/${'a'.repeat(600)}`, 'reader', 414, [String(MAX_ID), '/api/v1/jobs/job-7']],
] as const)('%s as %s: %s', async (...[route, token, status, parts]) => {
  const [method = '', path = ''] = route.split(' ');
  const body = method === 'POST' ? { lines: ['x'] } : undefined;
  const answer = await port.send(method, path, { token, body });
  expect(answer.status).toBe(status);
  const { detail } = await problemOf(answer);
  expect(detail).toMatch(/expected/);
  expect(detail).toMatch(EXAMPLE);
  for (const part of parts) expect(detail).toContain(part);
});

it.each([
  [
    'too long',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    431,
    '16 KB',
  ],
  ['too slow', 'GET / HTTP/1.1\r\nHost: localhost\r\n', 408, '10 seconds'],
] as const)('a head that is %s', async (...[, bytes, status, part]) => {
  const answer = await sendRaw(port.server.port, bytes);
  expect(answer.status).toBe(status);
  const { detail } = JSON.parse(answer.body) as { detail: string };
  expect(detail).toMatch(/expected/);
  expect(detail).toContain(part);
});
