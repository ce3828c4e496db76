// Everything that somebody can do who reaches the channels and streams of the bus, though not jobwire's own
// keys.
import type { Redis } from 'ioredis';
import type { Seeded } from '../helpers/seeded.ts';
import { LAB, SHOP } from './cast.ts';
import { jobNews, request, statement, type Target } from './http-attacks.ts';
import { COMPONENTS, ODD_IDS, OUTCOME_TYPES, pick } from './odd.ts';
import { KNOWN } from './secrets.ts';

type BusAttack = (
  chance: Seeded,
  target: Target,
) => { readonly to: string; readonly said: unknown };

/** Marks that only jobwire may set, and what a former version of it might have believed. */
const FORGED = {
  own: { writesGate: true },
  publishedBy: { tokenId: 'admin', name: 'admin', userId: '2002', isLimited: false },
  dialect: 'televibe',
  jobwire: { own: { writesGate: true }, projectId: SHOP, visibility: 'internal' },
};

/** Seldom that a job ended: there is little to attack after that. */
const SAYINGS = [
  ...[statement, statement, statement, statement],
  ...[request, request, request, request, request],
  jobNews,
] as const;

const televibe: BusAttack = (chance, target) => {
  const said = pick(chance, SAYINGS)(chance, target);
  const to = chance.chance(0.5)
    ? `televibe:events:${said.event_type}`
    : `televibe:stream:${pick(chance, [SHOP, LAB, 'evil'])}`;
  return { to, said: chance.chance(0.5) ? { ...said, ...FORGED } : said };
};

const jobs: BusAttack = (chance, target) => ({
  to: 'job-events',
  said: {
    type: pick(chance, ['job.created', 'job.cancelled', ...OUTCOME_TYPES]),
    payload: {
      ...{ id: target.job, status: 'running', approval_id: target.request },
      ...(chance.chance(0.5) ? { repo_owner: 'evil', repo_name: LAB } : {}),
    },
    ...FORGED,
    jobwire: {
      ...{ projectId: SHOP, jobId: target.job, stage: target.gate ?? 'evil' },
      type: pick(chance, OUTCOME_TYPES),
      source: { component: 'jobwire', instanceId: 'evil' },
      data: { approval_id: target.request, decision: 'approved', decided_by: { id: '2002' } },
      own: { writesGate: true },
    },
  },
});

const delivery: BusAttack = (chance, target) => ({
  to: pick(chance, ['repository-events', 'feature-events', 'pr-events', 'execution-events']),
  said: {
    ...{ event_id: target.eventId, timestamp: new Date().toISOString() },
    type: pick(chance, ['repo.connected', 'pr.merged', ...OUTCOME_TYPES]),
    data: { ...{ approval_id: target.request, project_id: SHOP }, repository_id: 'evil' },
    source: pick(chance, COMPONENTS),
    causation_id: target.eventId,
  },
});

const build: BusAttack = (chance, target) => ({
  to: `job:${pick(chance, [KNOWN.buildJob, target.job])}:events`,
  said: {
    type: pick(chance, ['build.stage.completed', ...OUTCOME_TYPES]),
    ...{ status: 'ready', approval_id: target.request, stage: target.gate ?? 'evil' },
    jobwire: { type: 'gate.approved', projectId: SHOP, jobId: target.job, data: {} },
  },
});

const noise: BusAttack = (chance, target) => ({
  to: pick(chance, ['televibe:events:job.approved', `televibe:stream:${SHOP}`, 'job-events']),
  said: pick(chance, ['{', [], null, { event_type: target.request }, pick(chance, ODD_IDS)]),
});

const ATTACKS = [televibe, televibe, televibe, televibe, jobs, delivery, build, noise] as const;
const STREAM = /^televibe:stream:|-events$/;

/** Says one thing; answers what it was. */
export async function attackOnBus(redis: Redis, chance: Seeded, target: Target): Promise<string> {
  const { to, said } = pick(chance, ATTACKS)(chance, target);
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  const isStream = STREAM.test(to) && to !== 'job-events';
  if (isStream) await redis.xadd(to, '*', 'event', text);
  else await redis.publish(to, text);
  return `${isStream ? 'XADD' : 'PUBLISH'} ${to} ${text}`;
}
