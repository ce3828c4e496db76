// Arbitrary canonical events, with fields and names that collide with those of every dialect.
import { fc } from '@fast-check/vitest';
import { ALL_DIALECTS } from '../../src/dialects/all-dialects.ts';
import { aggregateOf } from '../../src/event/aggregate.ts';
import type { CanonicalEvent, JsonObject, JsonValue } from '../../src/event/canonical-event.ts';

/** What some dialect reads in its envelope, its payload or its additions. */
const NAMES = [
  ...['id', 'event_id', 'type', 'event_type', 'specversion', 'source', 'status', 'message'],
  ...['time', 'ts', 'timestamp', 'created_at', 'updated_at', 'project_id', 'projectid', 'stage'],
  ...['repo_owner', 'repo_name', 'job_id', 'jobid', 'session_id', 'recipients', 'visibility'],
  ...['payload', 'metadata', 'data', 'data_base64', 'jobwire', 'extensions', 'raw', 'version'],
  ...['correlation_id', 'causation_id', 'subject', 'task', 'instruction', 'progress', 'pr_links'],
  ...['repository_id', 'execution_plan_id', 'pull_request_id', '__proto__', 'constructor', 'Odd n'],
];

const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.stringMatching(/^[a-z]{1,5}(\/[a-z]{1,5}){0,2}$/),
  fc.maxSafeInteger().map(String),
);
const time = fc
  .date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const type = fc.oneof(
  fc.constantFrom('job.created', 'job.canceled', 'job.cancelled', 'job.completed', 'gate.pause'),
  fc.constantFrom('agent.execution.failed', 'pr.created', 'heartbeat.x', 'gate.auto_approved'),
  fc.stringMatching(/^[a-z_]{1,10}(\.[a-z_]{1,10}){1,2}$/),
);

const value: fc.Arbitrary<JsonValue> = fc
  .oneof(fc.jsonValue({ maxDepth: 3 }), id, time, fc.constantFrom('YQ==', 'job.x', 0.5, null))
  .map((written): JsonValue => JSON.parse(JSON.stringify(written)));

/** As it is once it was JSON. */
const object: fc.Arbitrary<JsonObject> = fc
  .oneof(
    fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 6 }),
    fc.array(fc.tuple(fc.string(), value), { maxLength: 4 }),
  )
  .map((fields) => Object.fromEntries(fields));

const aggregate = fc.option(fc.constantFrom('pr:7', 'plan:p1', 'repository:r'), { nil: undefined });
const context = fc.record(
  { projectId: id, sessionId: id, jobId: id, stage: id, correlationId: id, causationId: id },
  { requiredKeys: [] },
);

const plain = fc.record(
  {
    id,
    type,
    time,
    source: fc.record({ component: id, instanceId: id }, { requiredKeys: ['component'] }),
    visibility: fc.constantFrom('public' as const, 'internal' as const),
    recipients: fc.oneof(
      fc.constant('all' as const),
      fc.array(fc.maxSafeInteger().map((chatId) => chatId + 0)),
    ),
    data: object,
    extensions: object,
    dialect: fc.constantFrom(...ALL_DIALECTS.map(({ name }) => name)),
  },
  { requiredKeys: ['id', 'type', 'time', 'source', 'visibility', 'recipients', 'data', 'dialect'] },
);

export const canonicalEvents: fc.Arbitrary<CanonicalEvent> = fc
  .tuple(plain, context, aggregate)
  .map(([fields, links, subject]) => ({
    ...fields,
    ...links,
    aggregate: subject ?? aggregateOf(links),
  }));
