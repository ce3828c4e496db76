// Every address that the program answers on, and how a test walks it. A new route has to be listed here.
import { channel } from 'node:diagnostics_channel';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { startHttpApi } from '../http/http-api.ts';
import { KNOWN } from './secrets.ts';

interface Walk {
  /** `:id` stands for each id that is known of shop, and for one that nobody has. */
  readonly paths: readonly string[];
  /** It stays open: whoever may read is told for as long as they listen. */
  readonly isStream?: true;
  readonly body?: unknown;
}

/** Cheap ways to ask for as much as there is. */
export const ROUTES: Readonly<Record<string, Walk>> = {
  'GET /': { paths: ['/'] },
  'GET /jobs': { paths: ['/jobs'] },
  'GET /jobs/:id': { paths: ['/jobs/:id'] },
  'GET /approvals': { paths: ['/approvals'] },
  'GET /approvals/:id': { paths: ['/approvals/:id'] },
  'GET /standing': { paths: ['/standing'] },
  'GET /search': { paths: ['/search'] },
  'GET /charts': { paths: ['/charts'] },
  'GET /letters': { paths: ['/letters'] },
  'GET /people': { paths: ['/people'] },
  'GET /tokens': { paths: ['/tokens'] },
  'GET /assets/:name': { paths: ['/assets/main.js'] },
  'GET /docs': { paths: ['/docs'] },
  'GET /asyncapi.json': { paths: ['/asyncapi.json'] },
  'GET /openapi.json': { paths: ['/openapi.json'] },
  'GET /healthz': { paths: ['/healthz'] },
  'GET /livez': { paths: ['/livez'] },
  'GET /readyz': { paths: ['/readyz'] },
  'GET /api/v1/health': { paths: ['/api/v1/health'] },
  'GET /metrics': { paths: ['/metrics'] },
  'GET /events': {
    paths: ['/events?since=0', '/events?since=0&project_id=shop', '/events?since=0&job_id=:id'],
    isStream: true,
  },
  'GET /ws/jobs': { paths: ['/ws/jobs'], isStream: true },
  'GET /api/jobs/:id/events/stream': { paths: ['/api/jobs/:id/events/stream'], isStream: true },
  'GET /api/v1/jobs/:id/events/stream': {
    paths: ['/api/v1/jobs/:id/events/stream'],
    isStream: true,
  },
  'GET /api/v1/jobs/:id/events': { paths: ['/api/v1/jobs/:id/events'] },
  'POST /api/v1/jobs/:id/events': { paths: ['/api/v1/jobs/:id/events'], body: { type: 'evil' } },
  'GET /api/v1/jobs/:id/logs': { paths: ['/api/v1/jobs/:id/logs?lines=1000'] },
  'GET /api/v1/jobs/:id/logs/stream': {
    paths: ['/api/v1/jobs/:id/logs/stream'],
    isStream: true,
  },
  'POST /api/v1/jobs/:id/logs': { paths: ['/api/v1/jobs/:id/logs'], body: { lines: ['evil'] } },
  'GET /api/v1/events': {
    paths: [
      '/api/v1/events?limit=1000',
      '/api/v1/events?limit=1000&order=desc',
      '/api/v1/events?limit=1000&project_id=shop',
      `/api/v1/events?session_id=${KNOWN.shopSession}`,
      '/api/v1/events?job_id=:id',
      '/api/v1/events?types=repo.connected,build.*',
    ],
  },
  'POST /api/v1/events': { paths: ['/api/v1/events'], body: [{ event_type: 'job.approved' }] },
  'GET /api/v1/jobs': {
    paths: [
      '/api/v1/jobs?limit=1000',
      '/api/v1/jobs?project_id=shop',
      '/api/v1/jobs?session_id=:id',
    ],
  },
  'GET /api/v1/jobs/:id': { paths: ['/api/v1/jobs/:id', '/api/v1/jobs/:id?project_id=shop'] },
  'GET /api/v1/approvals': {
    paths: ['/api/v1/approvals?limit=1000', '/api/v1/approvals?project_id=shop&job_id=:id'],
  },
  'GET /api/v1/approvals/:id': {
    paths: [
      '/api/v1/approvals/:id',
      '/api/v1/approvals/:id?project_id=shop',
      '/api/v1/approvals/:id?wait=1s',
    ],
  },
  'POST /api/v1/approvals': {
    paths: ['/api/v1/approvals'],
    body: { action: 'evil', project_id: 'shop', approval_id: ':id' },
  },
  'POST /api/v1/approvals/:id/decision': {
    paths: ['/api/v1/approvals/:id/decision'],
    body: { decision: 'approve', version: 99 },
  },
  'GET /api/v1/standing': { paths: ['/api/v1/standing'] },
  'DELETE /api/v1/standing/:id': { paths: ['/api/v1/standing/:id'] },
  'GET /api/v1/stats': {
    paths: ['/api/v1/stats?since=0&until=31000000000', '/api/v1/stats?project_id=shop'],
  },
  'GET /api/v1/dead-letters': {
    paths: ['/api/v1/dead-letters?limit=100', '/api/v1/dead-letters?stage=routing'],
  },
  'POST /api/v1/dead-letters/:id/retry': { paths: ['/api/v1/dead-letters/:id/retry'] },
  'DELETE /api/v1/dead-letters/:id': { paths: ['/api/v1/dead-letters/:id'] },
  'GET /api/v1/members': { paths: ['/api/v1/members'] },
  'GET /api/v1/tokens': { paths: ['/api/v1/tokens'] },
  'POST /api/v1/tokens': { paths: ['/api/v1/tokens'], body: {} },
  'POST /api/v1/session': { paths: ['/api/v1/session'], body: { token: 'evil' } },
  'GET /api/v1/session': { paths: ['/api/v1/session'] },
  'GET /api/v1/session/ways': { paths: ['/api/v1/session/ways'] },
  'DELETE /api/v1/session': { paths: ['/api/v1/session'] },
  'POST /api/v1/tickets': { paths: ['/api/v1/tickets'], body: {} },
  'DELETE /api/v1/tokens/:id': { paths: ['/api/v1/tokens/:id'] },
};

/** What the server really answers on, without the HEAD twins of what is read. */
export async function routesOfServer(): Promise<string[]> {
  const found = new Set<string>();
  const note = ({ method, url }: RouteOptions) => {
    for (const each of [method].flat()) if (each !== 'HEAD') found.add(`${each} ${url}`);
  };
  const made = (message: unknown) => {
    (message as { readonly fastify: FastifyInstance }).fastify.addHook('onRoute', note);
  };
  channel('fastify.initialization').subscribe(made);
  const port = await startHttpApi();
  await port.stop();
  channel('fastify.initialization').unsubscribe(made);
  return [...found].sort();
}
