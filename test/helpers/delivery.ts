// Messages of a software delivery pipeline, as their publishers write them into the five streams.
import type { ChainableCommander, Redis } from 'ioredis';
import type { JsonObject } from '../../src/event/canonical-event.ts';

export const DELIVERY_STREAMS = [
  'repository-events',
  'feature-events',
  'planning-events',
  'execution-events',
  'pr-events',
] as const;

/** What is in a message that kills whoever decodes it. */
export const KILLER = 'kills whoever reads it';

export type DeliveryStream = (typeof DELIVERY_STREAMS)[number];

export interface DeliveryMessage {
  readonly stream: DeliveryStream;
  readonly event_id: string;
  readonly type: string;
  readonly data: JsonObject;
}

export function deliver(
  redis: Redis | ChainableCommander,
  { stream, ...message }: DeliveryMessage,
  id = '*',
): Promise<unknown> | ChainableCommander {
  const timestamp = '2026-03-02T20:01:00Z';
  return redis.xadd(stream, id, 'event', JSON.stringify({ ...message, timestamp }));
}

/** An event of an aggregate of its own stream that names no project. */
export function sync(at: number, stream: DeliveryStream = 'repository-events'): DeliveryMessage {
  const data = { repository_id: 'r-1', sync_type: 'full' };
  return { stream, event_id: `e${at}`, type: 'repo.sync.started', data };
}

/** Ids of `sync(0)`, `sync(1)`, … */
export const syncIds = (count: number, first = 0) =>
  Array.from({ length: count }, (_, at) => `e${first + at}`);

/**
 * One delivery from the repository to the merge: the project is named at its beginning only. Ids are
 * `<chain>:<step>`. There are many more of the early than of the late events.
 */
export function chain(name: string, projectId: string): DeliveryMessage[] {
  const repository_id = `r-${name}`;
  const feature_request_id = `f-${name}`;
  const execution_plan_id = `p-${name}`;
  const agent_execution_id = `x-${name}`;
  const pull_request_id = `pr-${name}`;
  const steps: readonly [DeliveryStream, string, JsonObject][] = [
    ['repository-events', 'repo.connected', { repository_id, project_id: projectId }],
    ['repository-events', 'repo.sync.started', { repository_id }],
    ['repository-events', 'repo.sync.completed', { repository_id }],
    ['feature-events', 'feature.request.created', { feature_request_id, project_id: projectId }],
    ['planning-events', 'planning.started', { feature_request_id, execution_plan_id }],
    ['planning-events', 'planning.completed', { execution_plan_id }],
    ['execution-events', 'agent.execution.started', { agent_execution_id, execution_plan_id }],
    ['pr-events', 'pr.created', { pull_request_id, repository_id, agent_execution_id }],
  ];
  return steps.map(([stream, type, data], at) => ({
    ...{ stream, type, data },
    event_id: `${name}:${at}`,
  }));
}
