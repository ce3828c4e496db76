import { afterEach, describe, expect, it } from 'vitest';
import { ALL_DIALECTS, dialectNamed } from '../../src/dialects/all-dialects.ts';
import { originOf } from '../../src/dialects/sources.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { describe as meaningOf } from '../../src/event/event-types.ts';
import { decodeWith } from '../helpers/decoded.ts';
import { eventsOf, gateIdOf, messageIn, runsOf, sourceOf } from './other-messages.ts';
import { createWorkloadBench, type WorkloadBench } from './workload-bench.ts';

const MINUTE_MS = 60_000;
const FORMATS = ['build', 'delivery', 'jobs', 'pipeline'];

let bench: WorkloadBench;
afterEach(() => bench.workload.stop());

async function begin(options: Parameters<typeof createWorkloadBench>[0] = {}) {
  bench = createWorkloadBench(options);
  await bench.workload.start();
}

/** Lets time pass; gates are approved as they come. */
async function approveFor(ms: number): Promise<void> {
  for (let seen = 0, gone = 0; gone < ms; gone += 5_000) {
    await bench.clock.advance(5_000);
    const others = bench.others.slice(seen);
    seen += others.length;
    for (const approvalId of eventsOf({ ...bench, others }, 'pipeline').flatMap(gateIdOf)) {
      bench.decide({ approvalId, decision: 'approved', by: 'Ben' });
    }
  }
}

const typesOf = (events: readonly CanonicalEvent[]) => events.map(({ type }) => type);

it('publishes in all formats within twenty seconds, even at its slowest', async () => {
  await begin({ random: () => 0.999 });
  await bench.clock.advance(20_000);
  expect(bench.published).not.toEqual([]);
  for (const format of FORMATS) {
    expect(eventsOf(bench, format).length, format).toBeGreaterThan(1);
  }
});

it('publishes only messages that their codecs accept, of types that have a text', async () => {
  await begin();
  await approveFor(45 * MINUTE_MS);
  const known = new Set<string>();
  for (const others of bench.others) {
    if (others.at === 'hash') continue;
    const origin = originOf(sourceOf(others), ALL_DIALECTS);
    const dialect = origin?.dialect ?? dialectNamed('');
    known.add(dialect.name);
    const text = messageIn(others, dialect);
    if (JSON.parse(text).type === 'heartbeat' || JSON.parse(text).event_type === 'heartbeat') {
      const beat = {
        dialect: dialect.name,
        text,
        source: '',
        arrivedAt: 0,
        about: { jobId: 'j1' },
      };
      expect(dialect.decode(beat)).toMatchObject({ isHeartbeat: true });
      continue;
    }
    const { event } = decodeWith(
      dialect,
      text,
      origin === undefined ? {} : { about: origin.about },
    );
    expect(meaningOf(event).known, event.type).toBe(true);
    expect(text).not.toMatch(/\{[a-z\d-]+\}/);
  }
  expect([...known].sort()).toEqual(FORMATS);
});

it('repeats every story with other ids, without end and at a human pace', async () => {
  await begin();
  await approveFor(60 * MINUTE_MS);
  for (const format of FORMATS) {
    const events = eventsOf(bench, format);
    expect(runsOf(bench, format).length, format).toBeGreaterThan(3);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const lively = events.filter(({ time }) => Date.parse(time) < bench.startedAt + MINUTE_MS);
    expect(lively.length, format).toBeLessThan(20);
    expect(events.length / 60, format).toBeLessThan(2);
  }
});

describe('the job with a budget', () => {
  it('ends with a pull request, or over its budget', async () => {
    await begin();
    await approveFor(30 * MINUTE_MS);
    const [first = [], second = []] = runsOf(bench, 'jobs');
    const updates = ['job.updated', 'job.updated', 'job.updated', 'job.updated'];
    expect(typesOf(first)).toEqual(['job.created', ...updates, 'job.completed']);
    expect(first[0]).toMatchObject({
      projectId: 'acme/gateway',
      data: { task: 'Add rate limiting' },
    });
    expect(first.at(-1)?.data).toMatchObject({
      progress: 1,
      cost_usd: 7.41,
      pr_links: [expect.stringMatching(/^https:.*\/pull\/\d+$/)],
    });
    expect(typesOf(second)).toEqual(['job.created', ...updates, 'job.failed']);
    const { cost_usd: spent, budget_usd: budget, pr_links: links } = second.at(-1)?.data ?? {};
    expect(Number(spent)).toBeGreaterThan(Number(budget));
    expect(links).toEqual([]);
  });

  it('never reduces cost or progress', async () => {
    await begin();
    await approveFor(30 * MINUTE_MS);
    for (const telling of runsOf(bench, 'jobs')) {
      for (const field of ['cost_usd', 'requests_made', 'progress', 'tokens_in']) {
        const amounts = telling.map(({ data }) => Number(data[field]));
        expect(amounts, field).toEqual([...amounts].sort((a, b) => a - b));
      }
    }
  });
});

describe('the delivery', () => {
  it('goes from a repository to a merged pull request', async () => {
    await begin();
    await approveFor(45 * MINUTE_MS);
    const [first = [], second = []] = runsOf(bench, 'delivery');
    expect(typesOf(first)).toEqual([
      'repo.connected',
      'repo.sync.started',
      'repo.sync.completed',
      'discovery.started',
      'discovery.completed',
      'feature.request.created',
      'planning.started',
      'planning.completed',
      'agent.execution.started',
      'agent.execution.completed',
      'agent.execution.started',
      'agent.execution.completed',
      'pr.created',
      'pr.merged',
    ]);
    const ids = first.map(({ type, data }) => [type, data.agent_execution_id]);
    const [, executionId] = ids.find(([type]) => type === 'pr.created') ?? [];
    expect(ids).toContainEqual(['agent.execution.completed', executionId]);
    expect(typesOf(second)).toContain('agent.execution.failed');
    expect(typesOf(second).at(-1)).toBe('pr.merged');
    expect(first.map(({ causationId }) => causationId)).toEqual([
      undefined,
      ...first.slice(0, -1).map(({ id }) => id),
    ]);
  });

  it('links things so that every event can be traced to its project', async () => {
    await begin();
    await approveFor(45 * MINUTE_MS);
    const dialect = dialectNamed('delivery');
    const owners = new Map<string, string>();
    const projectOf = (key: string): string => {
      const owner = owners.get(key);
      return owner === undefined ? key : projectOf(owner);
    };
    const projects = new Set<string>();
    for (const others of bench.others.filter(({ at }) => at === 'stream')) {
      const { event, links, belongsTo } = decodeWith(dialect, messageIn(others, dialect));
      for (const { of, to } of links ?? []) owners.set(of, to);
      projects.add(event.projectId ?? projectOf(belongsTo ?? ''));
    }
    expect([...projects].sort()).toEqual([
      'invoices',
      'orders',
      'project:invoices',
      'project:orders',
    ]);
  });

  it('fills all five streams, with entries of every form', async () => {
    await begin();
    await approveFor(10 * MINUTE_MS);
    const entries = bench.others.filter((others) => others.at === 'stream');
    expect(new Set(entries.map(({ stream }) => stream)).size).toBe(5);
    const forms = new Set(
      entries.map(({ fields }) => Object.keys(fields).length > 1 || Object.keys(fields)[0]),
    );
    expect(forms).toEqual(new Set(['event', 'data', 'payload', true]));
  });
});

describe('the build', () => {
  it('ends ready with a preview, or fails, and updates its hash before each message', async () => {
    await begin();
    await approveFor(20 * MINUTE_MS);
    const [first = [], second = []] = runsOf(bench, 'build');
    expect(first.at(-1)?.data).toMatchObject({
      status: 'ready',
      preview_url: `https://preview.example.com/${first[0]?.jobId}`,
    });
    expect(typesOf(first)).toEqual(
      expect.arrayContaining(['build.stage.started', 'snapshot.updated', 'documentation.updated']),
    );
    expect(second.at(-1)?.data).toMatchObject({ status: 'failed', error: expect.any(String) });
    const hashes = new Map<string, string | undefined>();
    for (const others of bench.others) {
      if (others.at === 'hash') hashes.set(others.key, others.fields.status);
      if (others.at !== 'channel' || others.channel === 'job-events') continue;
      expect(hashes.get(others.channel.replace(':events', ''))).toBe(others.message.status);
    }
    expect(bench.others.find(({ at }) => at === 'hash')).toMatchObject({
      fields: { user_id: 'ana', project_id: 'shop' },
    });
  });
});

it('publishes what Redis refused once it is back, in order', async () => {
  await begin();
  await bench.clock.advance(2_000);
  bench.refuse(true);
  await bench.clock.advance(MINUTE_MS);
  expect(bench.others).toEqual([]);
  bench.refuse(false);
  await bench.clock.advance(30_000);
  for (const format of FORMATS) {
    const first = { build: 'build.stage.started', delivery: 'repo.connected' }[format];
    expect(typesOf(eventsOf(bench, format))[0]).toBe(first ?? 'job.created');
  }
});
