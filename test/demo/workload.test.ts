import { afterEach, expect, it } from 'vitest';
import type { Scenario } from '../../src/demo/scenarios/scenario.ts';
import { dialectNamed } from '../../src/dialects/all-dialects.ts';
import { decodeWith } from '../helpers/decoded.ts';
import { approvalIdOf, createWorkloadBench, type WorkloadBench } from './workload-bench.ts';

const MINUTE_MS = 60_000;
const LAST = ['job.completed', 'job.failed', 'job.canceled'];

let bench: WorkloadBench;
afterEach(() => bench.workload.stop());

async function begin(options: Parameters<typeof createWorkloadBench>[0] = {}) {
  bench = createWorkloadBench(options);
  await bench.workload.start();
}

/** Lets time pass and approves everything at once. */
async function approveFor(ms: number): Promise<void> {
  for (let decided = 0, gone = 0; gone < ms; gone += 1_000) {
    await bench.clock.advance(1_000);
    for (const request of bench.ofType('job.approval_needed').slice(decided)) {
      decided += 1;
      bench.decide({ approvalId: approvalIdOf(request), decision: 'approved', by: 'Ana' });
    }
  }
}

it('asks for an approval within five seconds, even at its slowest', async () => {
  await begin({ random: () => 0.999 });
  await bench.clock.advance(5_000);
  const [request] = bench.ofType('job.approval_needed');
  expect(request?.data).toMatchObject({
    scope: expect.any(String),
    action: expect.any(String),
    reason: expect.any(String),
    context: { commits: 2 },
    requested_by: { name: 'Checkout agent' },
  });
});

it('continues and completes what was approved', async () => {
  await begin();
  await bench.clock.advance(5_000);
  const [request] = bench.ofType('job.approval_needed');
  const jobId = request?.job_id ?? '';
  bench.decide({ approvalId: approvalIdOf(request), decision: 'approved', by: 'Ana' });
  await bench.clock.advance(15_000);
  const types = bench.typesOf(jobId);
  expect(types.slice(types.indexOf('job.approval_needed') + 1)).toEqual([
    'job.tool_started',
    'job.tool_completed',
    'job.completed',
  ]);
  expect(bench.ofType('job.completed').find(({ job_id }) => job_id === jobId)?.data).toMatchObject({
    success: true,
    summary: expect.stringContaining('Pushed'),
    files_changed: expect.arrayContaining(['src/cart/total.ts']),
    diff_stat: '+41 -9',
  });
  expect(bench.lines).toContainEqual({ jobId, line: 'approved by Ana' });
  expect(bench.endedLogs).toContain(jobId);
});

it('cancels what was denied, with the reason', async () => {
  await begin();
  await bench.clock.advance(5_000);
  const [request] = bench.ofType('job.approval_needed');
  const approvalId = approvalIdOf(request);
  bench.decide({ approvalId, decision: 'denied', by: 'Ben', reason: 'not on a Friday' });
  await bench.clock.advance(5_000);
  expect(bench.typesOf(request?.job_id ?? '').slice(-2)).toEqual([
    'job.approval_needed',
    'job.canceled',
  ]);
  expect(bench.ofType('job.canceled')[0]?.data).toEqual({
    reason: 'denied by Ben: not on a Friday',
  });
});

it('cancels what nobody decided in time', async () => {
  await begin();
  await bench.clock.advance(5_000);
  const [request] = bench.ofType('job.approval_needed');
  bench.decide({ approvalId: approvalIdOf(request), decision: 'expired' });
  await bench.clock.advance(5_000);
  expect(bench.ofType('job.canceled')[0]?.data).toEqual({ reason: 'nobody decided in time' });
});

it('counts the first decision of a request and ignores those of others', async () => {
  await begin();
  await bench.clock.advance(5_000);
  const approvalId = approvalIdOf(bench.ofType('job.approval_needed')[0]);
  bench.decide({ approvalId: 'ap-of-somebody-else', decision: 'denied' });
  bench.decide({ approvalId, decision: 'approved' });
  bench.decide({ approvalId, decision: 'denied' });
  await bench.clock.advance(15_000);
  expect(bench.ofType('job.canceled')).toEqual([]);
});

it('lets undecided jobs wait, at most four, while others go on', async () => {
  await begin();
  await bench.clock.advance(60 * MINUTE_MS);
  const requests = bench.ofType('job.approval_needed');
  expect(requests).toHaveLength(4);
  for (const { job_id } of requests) {
    expect(bench.typesOf(job_id).at(-1)).toBe('job.approval_needed');
  }
  const endedBefore = bench.ofType('job.completed').length;
  await bench.clock.advance(30 * MINUTE_MS);
  expect(bench.ofType('job.completed').length).toBeGreaterThan(endedBefore);
  const [first] = requests;
  bench.decide({ approvalId: approvalIdOf(first), decision: 'approved' });
  await bench.clock.advance(MINUTE_MS);
  expect(bench.typesOf(first?.job_id ?? '').at(-1)).toBe('job.completed');
});

it('is lively for a minute, then publishes a few messages a minute, without end', async () => {
  await begin();
  await approveFor(MINUTE_MS);
  expect(bench.published.length).toBeGreaterThan(30);
  expect(bench.published.length).toBeLessThan(90);
  await approveFor(2 * MINUTE_MS);
  for (let hour = 0; hour < 3; hour += 1) {
    const before = bench.published.length;
    await approveFor(60 * MINUTE_MS);
    const aMinute = (bench.published.length - before) / 60;
    expect(aMinute).toBeGreaterThan(3);
    expect(aMinute).toBeLessThan(12);
  }
});

it('shows two projects, several sessions and every kind of news in its first round', async () => {
  await begin();
  await approveFor(45 * MINUTE_MS);
  const all = (field: 'project_id' | 'session_id' | 'event_type') =>
    new Set(bench.published.map((message) => message[field]));
  expect(all('project_id')).toEqual(new Set(['shop', 'gateway']));
  expect(all('session_id')).toEqual(
    new Set([null, 'checkout', 'search', 'catalog', 'limits', 'auth']),
  );
  const lives = ['queued', 'started', 'progress', 'tool_started', 'tool_completed', 'completed'];
  for (const type of [...lives, 'failed', 'approval_needed'].map((name) => `job.${name}`)) {
    expect(all('event_type')).toContain(type);
  }
  for (const type of ['task.created', 'task.completed', 'coordination.conflict_detected']) {
    expect(all('event_type')).toContain(type);
  }
  expect(bench.published.filter(({ visibility }) => visibility === 'internal')).not.toEqual([]);
});

it('publishes only messages that the televibe codec accepts, under new ids', async () => {
  await begin();
  await approveFor(45 * MINUTE_MS);
  const televibe = dialectNamed('televibe');
  const arrivedAt = bench.clock.now();
  for (const message of bench.published) {
    const { event } = decodeWith(televibe, message, { arrivedAt });
    expect(event).toMatchObject({ id: message.event_id, type: message.event_type });
    expect(message.event_id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-/);
  }
  expect(new Set(bench.published.map(({ event_id }) => event_id)).size).toBe(
    bench.published.length,
  );
  expect(JSON.stringify(bench.published)).not.toContain('{task}');
});

it('begins, ends and logs every job once', async () => {
  await begin();
  await approveFor(45 * MINUTE_MS);
  const ended = [...new Set(bench.endedLogs)];
  expect(ended).toHaveLength(bench.endedLogs.length);
  expect(ended.length).toBeGreaterThan(10);
  for (const jobId of ended) {
    const types = bench.typesOf(jobId);
    expect(types.slice(0, 2)).toEqual(['job.queued', 'job.started']);
    expect(types.filter((type) => LAST.includes(type))).toEqual([types.at(-1)]);
    expect(bench.lines.filter((line) => line.jobId === jobId).length).toBeGreaterThan(1);
  }
});

it('marks warnings and errors in the log', async () => {
  await begin();
  await approveFor(10 * MINUTE_MS);
  expect(bench.lines.map(({ level }) => level)).toEqual(
    expect.arrayContaining(['warn', 'error', undefined]),
  );
  expect(bench.lines.filter(({ line }) => line.startsWith('!'))).toEqual([]);
});

it('publishes what the bus refused once the bus is back', async () => {
  await begin();
  await bench.clock.advance(1_000);
  bench.refuse(true);
  await bench.clock.advance(10_000);
  expect(bench.ofType('job.approval_needed')).toEqual([]);
  expect(bench.log.count('demo_publish_failed')).toBeGreaterThan(2);
  bench.refuse(false);
  await bench.clock.advance(10_000);
  expect(bench.ofType('job.approval_needed')).toHaveLength(1);
});

it('does nothing once it is stopped, even twice or before its start', async () => {
  await begin();
  await bench.clock.advance(20_000);
  await bench.workload.stop();
  await bench.workload.stop();
  const before = bench.published.length + bench.lines.length + bench.endedLogs.length;
  expect(bench.clock.pending).toBe(0);
  expect(bench.listeners()).toBe(0);
  await bench.clock.advance(MINUTE_MS);
  expect(bench.published.length + bench.lines.length + bench.endedLogs.length).toBe(before);

  const never = createWorkloadBench();
  await never.workload.stop();
  await never.workload.start();
  await never.clock.advance(MINUTE_MS);
  expect(never.published).toEqual([]);
});

it('stops while the bus is away', async () => {
  await begin();
  bench.refuse(true);
  await bench.clock.advance(5_000);
  await bench.workload.stop();
  expect(bench.clock.pending).toBe(0);
});

it('waits for room when every scenario asks', async () => {
  const asking: Scenario = {
    project: 'shop',
    session: 'checkout',
    branch: 'main',
    instruction: 'Ask',
    steps: [{ kind: 'ask', pauseMs: 0, scope: 'push', action: 'push', reason: 'r', context: {} }],
    ending: { kind: 'failed', error: 'no' },
  };
  await begin({ scenarios: [asking] });
  await bench.clock.advance(10 * MINUTE_MS);
  const requests = bench.ofType('job.approval_needed');
  expect(requests).toHaveLength(4);
  bench.decide({ approvalId: approvalIdOf(requests[2]), decision: 'approved' });
  await bench.clock.advance(3 * MINUTE_MS);
  expect(bench.ofType('job.approval_needed')).toHaveLength(5);
});
