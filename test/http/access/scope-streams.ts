// The routes that stay open, by the address with which each kind of caller tries them.
import { B, KINDS } from './scope-world.ts';

const each = (path: (name: string) => string) => KINDS.map(({ name }) => path(name));

export const STREAMS: Readonly<Record<string, readonly string[]>> = {
  '/events': ['/events', '/events?since=2026-01-01T00:00:00Z', `/events?project_id=${B}`],
  '/api/v1/jobs/:id/events/stream': each((name) => `/api/v1/jobs/${name}-job/events/stream`),
  '/api/v1/jobs/:id/logs/stream': each((name) => `/api/v1/jobs/${name}-job/logs/stream`),
  '/api/jobs/:id/events/stream': each((name) => `/api/jobs/${name}-job/events/stream`),
  '/ws/jobs': ['/ws/jobs'],
};
