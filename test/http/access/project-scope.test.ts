// Walks every route as every kind of caller through a world that has a secret in each place, and
// searches all bytes of all answers for what this caller may not see.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpApi } from '../http-api.ts';
import { STREAMS } from './scope-streams.ts';
import {
  A,
  B,
  bytesOf,
  KINDS,
  type Kind,
  leaksIn,
  startWorld,
  type Walker,
} from './scope-world.ts';

let port: HttpApi;
let walkers: readonly Walker[];
beforeAll(async () => {
  ({ port, walkers } = await startWorld());
});
afterAll(() => port.stop());

/** The dashboard is the same for everybody; what it shows comes from the routes below. */
const PAGES = [
  ...['/', '/jobs', '/jobs/:id', '/approvals', '/approvals/:id', '/standing', '/search'],
  ...['/charts', '/letters', '/people', '/tokens', '/assets/:name'],
];

/** Addresses of a route; those with an id for each kind. */
const plain = (...paths: string[]) => paths;
const each = (path: (name: string) => string) => KINDS.map(({ name }) => path(name));
const GET: Readonly<Record<string, readonly string[]>> = {
  '/healthz': plain('/healthz'),
  '/livez': plain('/livez'),
  '/readyz': plain('/readyz'),
  '/api/v1/health': plain('/api/v1/health'),
  '/metrics': plain('/metrics'),
  '/openapi.json': plain('/openapi.json'),
  '/asyncapi.json': plain('/asyncapi.json'),
  '/docs': plain('/docs'),
  '/api/v1/events': [
    ...plain('/api/v1/events', '/api/v1/events?order=desc&limit=1', '/api/v1/events?types=job.*'),
    ...plain(`/api/v1/events?project_id=${A}`, `/api/v1/events?project_id=${B}`),
    ...plain(
      '/api/v1/events?cursor=e1.9999999999999-0',
      '/api/v1/events?since=2026-01-01T00:00:00Z',
    ),
    ...each((name) => `/api/v1/events?job_id=${name}-job`),
    ...each((name) => `/api/v1/events?session_id=${name}-session`),
  ],
  '/api/v1/jobs': [
    ...plain('/api/v1/jobs', `/api/v1/jobs?project_id=${B}`, '/api/v1/jobs?limit=1'),
    ...each((name) => `/api/v1/jobs?session_id=${name}-session`),
  ],
  '/api/v1/jobs/:id': each((name) => `/api/v1/jobs/${name}-job`),
  '/api/v1/jobs/:id/events': each((name) => `/api/v1/jobs/${name}-job/events`),
  '/api/v1/jobs/:id/logs': each((name) => `/api/v1/jobs/${name}-job/logs`),
  '/api/v1/approvals': [
    ...plain('/api/v1/approvals', '/api/v1/approvals?status=pending', '/api/v1/approvals?limit=1'),
    ...plain(`/api/v1/approvals?project_id=${B}`),
    ...each((name) => `/api/v1/approvals?job_id=${name}-job`),
  ],
  '/api/v1/approvals/:id': each((name) => `/api/v1/approvals/${name}-ap`),
  '/api/v1/standing': plain('/api/v1/standing'),
  '/api/v1/stats': plain(
    '/api/v1/stats?since=2026-03-01T00:00:00Z&until=2026-03-05T00:00:00Z',
    `/api/v1/stats?project_id=${B}&since=2026-03-01T00:00:00Z&until=2026-03-05T00:00:00Z`,
  ),
  '/api/v1/dead-letters': plain('/api/v1/dead-letters'),
  '/api/v1/members': plain('/api/v1/members'),
  '/api/v1/tokens': plain('/api/v1/tokens'),
};

/** Routes that change something, and what is sent to one that names a thing. */
const WRITES: Readonly<
  Record<string, { path: (name: string) => string; body?: object } | 'checked elsewhere'>
> = {
  // About whoever asks alone: see session.test.ts, sign-in-ways.test.ts and tickets.test.ts.
  'POST /api/v1/session': 'checked elsewhere',
  'GET /api/v1/session': 'checked elsewhere',
  'GET /api/v1/session/ways': 'checked elsewhere',
  'DELETE /api/v1/session': 'checked elsewhere',
  'POST /api/v1/tickets': 'checked elsewhere',
  'POST /api/v1/events': 'checked elsewhere',
  'POST /api/v1/tokens': 'checked elsewhere',
  // Not for whoever is limited to projects: see dead-letters.test.ts.
  'POST /api/v1/dead-letters/:id/retry': 'checked elsewhere',
  'DELETE /api/v1/dead-letters/:id': 'checked elsewhere',
  'DELETE /api/v1/tokens/:id': { path: (name) => `/api/v1/tokens/${name}-token` },
  'POST /api/v1/approvals/:id/decision': {
    path: (name) => `/api/v1/approvals/${name}-ap/decision`,
    body: { decision: 'deny', reason: 'no' },
  },
  'DELETE /api/v1/standing/:id': { path: (name) => `/api/v1/standing/of-${name}` },
  // A job that is not there is made by its first event: see publish-job-events.test.ts.
  'POST /api/v1/jobs/:id/events': 'checked elsewhere',
  'POST /api/v1/jobs/:id/logs': {
    path: (name) => `/api/v1/jobs/${name}-job/logs`,
    body: { lines: ['no'] },
  },
  // What is asked names a project, not a thing that is there: see ask-approval.test.ts.
  'POST /api/v1/approvals': 'checked elsewhere',
};

describe('the tables of this test', () => {
  it('name every route there is', () => {
    const reads = [...PAGES, ...Object.keys({ ...GET, ...STREAMS })].map((path) => `GET ${path}`);
    const known = [...reads, ...Object.keys(WRITES)];
    const routes = port.server.routes.filter((route) => !route.startsWith('HEAD '));
    const told =
      'each route has a line in GET or WRITES here (project-scope.test.ts) or in scope-streams.ts';
    expect([...new Set(routes)].sort(), told).toEqual(known.sort());
  });
});

/** Metrics and tokens are about everything, for whoever has them. */
function isAboutAll(path: string, walker: Walker): boolean {
  if (path === '/metrics') return walker.seesMetrics;
  const ofAll = ['/api/v1/tokens', '/api/v1/dead-letters', '/api/v1/members'];
  return ofAll.includes(path) && walker.isAdminOfAll;
}

// Thousands of requests, on machines that may be slow.
describe('an answer', () => {
  it('holds nothing that its caller may not see, and what they may', async () => {
    const leaks: string[] = [];
    const missing: string[] = [];
    for (const walker of walkers) {
      const paths = Object.values(GET).flat();
      const answers = await Promise.all(
        paths.map(async (path) => bytesOf(await port.get(path, walker.secret))),
      );
      for (const [at, path] of paths.entries()) {
        if (isAboutAll(path, walker)) continue;
        leaks.push(
          ...leaksIn(answers[at] ?? '', walker).map((leak) => `${walker.name} ${path}: ${leak}`),
        );
      }
      const unseen = KINDS.filter(
        (kind) => walker.sees(kind) && !answers.join().includes(kind.name),
      );
      missing.push(...unseen.map(({ name }) => `${walker.name}: ${name}`));
    }
    expect(leaks).toEqual([]);
    // An admin of one project of two is none with a token for both.
    expect(missing.filter((one) => !one.startsWith('admin of all held by 504'))).toEqual([]);
  });

  it.each([
    '/api/v1/jobs/NAME-job',
    '/api/v1/jobs/NAME-job/events',
    '/api/v1/jobs/NAME-job/events/stream',
    '/api/v1/jobs/NAME-job/logs',
    '/api/v1/jobs/NAME-job/logs/stream',
    '/api/v1/approvals/NAME-ap',
    '/api/v1/approvals?job_id=NAME-job',
    '/api/v1/events?job_id=NAME-job',
    '/api/v1/jobs?session_id=NAME-session',
    '/api/jobs/NAME-job/events/stream',
  ])('to GET %s is the same for what is hidden and for what is not there', async (path) => {
    const differences: string[] = [];
    for (const walker of walkers.filter(({ name }) => name !== 'wrong')) {
      const answer = async (name: string) =>
        bytesOf(await port.get(path.replace('NAME', name), walker.secret));
      const none = await answer('nothing');
      for (const { name } of KINDS.filter((kind) => isHidden(kind, path, walker))) {
        const hidden = await answer(name);
        // Whoever guessed too often is told to wait, whatever they ask for; how long depends on the clock.
        const isToWait = [none, hidden].some((one) => one.startsWith('429'));
        if (!isToWait && hidden !== none) differences.push(`${walker.name} ${name}`);
      }
    }
    expect(differences).toEqual([]);
  });

  it.each(Object.entries(WRITES))('to %s is the same for both as well', async (route, write) => {
    if (write === 'checked elsewhere') return;
    const [method = ''] = route.split(' ');
    const differences: string[] = [];
    for (const walker of walkers.filter(({ isLimited }) => isLimited)) {
      const answer = async (name: string) => {
        const token = walker.secret ?? '';
        return bytesOf(await port.send(method, write.path(name), { token, body: write.body }));
      };
      const none = await answer('nothing');
      for (const { name } of KINDS.filter(({ projectId }) => projectId !== A)) {
        const hidden = await answer(name);
        const isToWait = [none, hidden].some((one) => one.startsWith('429'));
        if (!isToWait && hidden !== none) differences.push(`${walker.name} ${name}`);
      }
    }
    expect(differences).toEqual([]);
  });
});

/** A build job is nobody's secret inside its project: it is never internal. */
function isHidden(kind: Kind, path: string, { sees }: Walker): boolean {
  if (!path.startsWith('/api/jobs/')) return !sees(kind);
  return !sees({ ...kind, visibility: 'public' } as Kind);
}
