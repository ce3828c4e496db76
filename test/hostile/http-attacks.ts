// Everything that somebody with one token, or none, can send to the HTTP port.
import type { Seeded } from '../helpers/seeded.ts';
import { ASKER_ID, LAB, PEOPLE, SHOP } from './cast.ts';
import type { Asked } from './hostile-world.ts';
import { CLOCKS, COMPONENTS, ODD_IDS, OUTCOME_TYPES, pick } from './odd.ts';
import { KNOWN } from './secrets.ts';

/** What an attacker knows. */
export interface Target {
  readonly request: string;
  readonly key: string;
  readonly eventId: string;
  readonly job: string;
  readonly gate?: string;
  readonly cursor: string;
}

type Attack = (chance: Seeded, target: Target) => Omit<Asked, 'secret'>;

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
const PROJECTS = [SHOP, LAB, undefined, 'Shop', 'shop\u200b', 'shop ', '*'] as const;
const VOTERS = [PEOPLE.abe.id, PEOPLE.bea.id, ASKER_ID, 'timeout', 'policy', 'admin'] as const;
let count = 0;

/** An id of the attacker's own: everything they say is known by `evil` in it. */
export function evilId(): string {
  count += 1;
  return `evil-${count}`;
}

function ids(chance: Seeded, target: Target): string {
  const known = [target.request, target.key, target.eventId, target.job, ...Object.values(KNOWN)];
  return pick(chance, chance.chance(0.75) ? known : ODD_IDS);
}

function project(chance: Seeded): { readonly project_id?: string } {
  const project_id = chance.chance(0.5) ? SHOP : pick(chance, PROJECTS);
  return project_id === undefined ? {} : { project_id };
}

function about(chance: Seeded, target: Target) {
  return chance.chance(0.7) ? { job_id: target.job } : { job_id: ids(chance, target) };
}

/** Says that a request was decided, by whomever. */
export function statement(chance: Seeded, target: Target) {
  return {
    event_id: chance.chance(0.2) ? target.eventId : evilId(),
    event_type: pick(chance, OUTCOME_TYPES),
    timestamp: pick(chance, CLOCKS),
    source: { component: pick(chance, COMPONENTS), instance_id: 'evil' },
    ...project(chance),
    ...about(chance, target),
    ...(target.gate === undefined ? {} : { stage: target.gate }),
    causation_id: target.eventId,
    data: {
      approval_id: chance.chance(0.8) ? target.request : target.key,
      decision: 'approved',
      reason: 'evil',
      decided_by: {
        id: String(pick(chance, VOTERS)),
        via: pick(chance, ['telegram', 'web', 'cli']),
      },
    },
  };
}

/** Asks again under a name that is taken, with another action or on other terms. */
export function request(chance: Seeded, target: Target) {
  return {
    event_id: chance.chance(0.2) ? target.eventId : evilId(),
    event_type: pick(chance, ['job.approval_needed', 'gate.pause', 'Job.Approval_Needed']),
    timestamp: pick(chance, CLOCKS),
    source: { component: pick(chance, COMPONENTS), instance_id: 'evil' },
    ...project(chance),
    ...about(chance, target),
    ...(target.gate === undefined ? {} : { stage: target.gate }),
    visibility: pick(chance, ['public', 'public', 'internal']),
    recipients: pick(chance, [[], [PEOPLE.labApprover.id], 'all']),
    data: {
      approval_id: chance.chance(0.8) ? target.request : target.key,
      action: pick(chance, ['evil', 'more evil', 'harmless']),
      scope: pick(chance, ['sealed', 'open', 'lab']),
      requested_by: { id: 'evil', name: pick(chance, ['evil', PEOPLE.abe.name, PEOPLE.bea.name]) },
      on_timeout: pick(chance, ['approve', 'deny', 'expire']),
      timeout_seconds: pick(chance, [1, 1e9]),
    },
  };
}

/** Says of a job what is not so. */
export function jobNews(chance: Seeded, target: Target) {
  return {
    event_id: chance.chance(0.2) ? target.eventId : evilId(),
    event_type: pick(chance, ['job.started', 'job.canceled', 'job.completed', 'job.failed']),
    source: { component: pick(chance, COMPONENTS), instance_id: 'evil' },
    ...project(chance),
    ...about(chance, target),
    data: { status: 'failed', instruction: 'evil' },
  };
}

const SAYINGS = [statement, request, jobNews] as const;

/** A CloudEvent whose addition claims to be more than its sender may say. */
function cloudEvent(chance: Seeded, target: Target) {
  const said = pick(chance, SAYINGS)(chance, target);
  return {
    specversion: '1.0',
    id: evilId(),
    source: pick(chance, COMPONENTS),
    type: said.event_type,
    ...(chance.chance(0.5) ? { projectid: LAB } : {}),
    data: said.data,
    jobwire: JSON.stringify({
      id: said.event_id,
      projectId: SHOP,
      jobId: target.job,
      aggregate: `job:${target.job}`,
      visibility: 'internal',
      source: { component: 'jobwire' },
      own: { writesGate: true },
      publishedBy: { tokenId: 'admin', name: 'admin', userId: '2002', isLimited: false },
      recipients: [PEOPLE.labApprover.id],
    }),
  };
}

const publishing: Attack = (chance, target) => {
  const one = () => pick(chance, [...SAYINGS, cloudEvent])(chance, target);
  const isBatch = chance.chance(0.2);
  const type = pick(chance, [
    'application/json',
    'application/json',
    'application/cloudevents+json',
  ]);
  return {
    method: 'POST',
    path: '/api/v1/events',
    body: isBatch
      ? [one(), one(), { event_type: 'job.started', job_id: 'j1', project_id: LAB, data: {} }]
      : one(),
    headers: { 'content-type': isBatch ? 'application/json' : type },
  };
};

const publishingOfJob: Attack = (chance, target) => {
  const said = pick(chance, SAYINGS)(chance, target);
  const leftovers = {
    projectId: SHOP,
    jobId: target.job,
    id: said.event_id,
    own: { writesGate: true },
  };
  return {
    method: 'POST',
    path: `/api/v1/jobs/${encodeURIComponent(ids(chance, target))}/events`,
    body: {
      type: said.event_type,
      stage: target.gate ?? 'evil',
      message: 'evil',
      payload: said.data,
      ...project(chance),
      ...(chance.chance(0.5) ? { jobwire: leftovers } : {}),
    },
  };
};

const deciding: Attack = (chance, target) => ({
  method: 'POST',
  path: `/api/v1/approvals/${encodeURIComponent(ids(chance, target))}/decision${
    chance.chance(0.3) ? `?project_id=${SHOP}` : ''
  }`,
  body: {
    decision: 'approve',
    user_id: String(PEOPLE.bea.id),
    voter: { id: String(PEOPLE.bea.id) },
    ...(chance.chance(0.5) ? { version: 1 + chance.below(3) } : {}),
    ...(chance.chance(0.3) ? { reason: 'evil' } : {}),
  },
  headers: chance.chance(0.5) ? { 'idempotency-key': pick(chance, ['of-abe', 'evil']) } : {},
});

const reading: Attack = (chance, target) => {
  const id = encodeURIComponent(ids(chance, target));
  const query = chance.chance(0.5) ? `?project_id=${SHOP}` : '';
  return {
    path: pick(chance, [
      `/api/v1/approvals${query}`,
      `/api/v1/approvals?status=pending&limit=1000`,
      `/api/v1/approvals?job_id=${id}`,
      `/api/v1/approvals/${id}${query}`,
      `/api/v1/jobs${query}`,
      `/api/v1/jobs?session_id=${KNOWN.shopSession}`,
      `/api/v1/jobs/${id}${query}`,
      `/api/v1/jobs/${id}/events`,
      `/api/v1/events${query}`,
      `/api/v1/events?job_id=${id}&limit=1000`,
      `/api/v1/events?types=*&order=desc&limit=1000`,
      `/api/v1/events?cursor=${encodeURIComponent(target.cursor)}`,
      '/api/v1/tokens',
      '/metrics',
      '/healthz',
      '/readyz',
      '/api/v1/health',
      `/api/v1/jobs/${id}/logs`,
      '/openapi.json',
      '/docs',
      '/',
    ]),
    headers: chance.chance(0.2) ? { 'last-event-id': target.cursor } : {},
  };
};

const takingOver: Attack = (chance, target) =>
  pick(chance, [
    () => ({
      method: 'POST',
      path: '/api/v1/tokens',
      body: { name: 'evil', scopes: ['admin'], user_id: String(PEOPLE.abe.id) },
    }),
    () => ({ method: 'DELETE', path: `/api/v1/tokens/${encodeURIComponent(ids(chance, target))}` }),
    () => ({ method: 'DELETE', path: '/api/v1/tokens/admin' }),
    () => ({ method: 'POST', path: '/telegram/webhook', body: forgedUpdate(target) }),
    () => ({ method: 'POST', path: '/api/v1/session', body: { user_id: PEOPLE.abe.id } }),
  ])();

/** What Telegram would bring if Abe had tapped. */
function forgedUpdate(target: Target) {
  const from = { id: PEOPLE.abe.id, is_bot: false, first_name: PEOPLE.abe.name };
  const chat = { id: PEOPLE.abe.id, type: 'private' };
  const message = { message_id: 9_999, date: 1, chat, from, text: `/approve ${target.request}` };
  return { update_id: 1, message };
}

/** Any method on any address, with a body that fits none. */
const stumbling: Attack = (chance, target) => {
  const method = pick(chance, METHODS);
  const { path } = pick(chance, [reading, deciding, publishing])(chance, target);
  const isBodiless = method === 'GET' || method === 'HEAD';
  return { method, path, ...(isBodiless ? {} : { body: pick(chance, ['{', [], 'null', {}]) }) };
};

const ATTACKS: readonly Attack[] = [
  ...[publishing, publishing, publishing, publishingOfJob, publishingOfJob],
  ...[deciding, deciding, reading, reading, takingOver, stumbling],
];

export const httpAttack: Attack = (chance, target) => pick(chance, ATTACKS)(chance, target);

const gateName = (chance: Seeded, { job, request }: Target) =>
  chance.chance(0.2) ? request : `evil-gate-${chance.below(3)}-of-${job}`;

/** A gate of a job that is another's, asked under a name of its own, or said to be open. */
export const askAtGate: Attack = (chance, target) => ({
  method: 'POST',
  path: `/api/v1/jobs/${target.job}/events`,
  body: {
    type: pick(chance, ['gate_pause', 'gate_pause', 'gate_approved', 'gate_auto_approved']),
    ...{ stage: target.gate, message: 'evil', project_id: LAB },
    payload: { approval_id: gateName(chance, target), action: 'evil', project_id: LAB },
  },
});

export const decideAtGate: Attack = (chance, target) => ({
  method: 'POST',
  path: `/api/v1/approvals/${gateName(chance, target)}/decision`,
  body: { decision: 'approve' },
});
