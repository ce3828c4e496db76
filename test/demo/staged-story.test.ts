import { afterEach, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import { eventsOf, gateIdOf, runsOf } from './other-messages.ts';
import { createWorkloadBench, type WorkloadBench } from './workload-bench.ts';

const MINUTE_MS = 60_000;

let bench: WorkloadBench;
afterEach(() => bench.workload.stop());

const eventsOfRun = (round: number) => runsOf(bench, 'pipeline')[round] ?? [];
const typesIn = (events: readonly CanonicalEvent[]) => events.map(({ type }) => type);
const eventOf = (type: string) => eventsOfRun(0).find((event) => event.type === type);

/** Answers the id under which the first gate asks. */
async function untilGate(): Promise<string> {
  bench = createWorkloadBench();
  await bench.workload.start();
  for (let gone = 0; gone < MINUTE_MS; gone += 1_000) {
    const [approvalId] = eventsOf(bench, 'pipeline').flatMap(gateIdOf);
    if (approvalId !== undefined) return approvalId;
    await bench.clock.advance(1_000);
  }
  throw new Error('no gate within a minute');
}

it('asks at its gate under an id of its own and sends heartbeats', async () => {
  const approvalId = await untilGate();
  expect(approvalId).toMatch(/^gate-[\da-f]{6}$/);
  expect(eventOf('gate.pause')).toMatchObject({
    projectId: 'studio',
    stage: 'script',
    data: { timeout_seconds: 900 },
    extensions: { message: 'Shall the spring trailer be drawn from this script?' },
  });
  await bench.clock.advance(MINUTE_MS);
  expect(typesIn(eventsOfRun(0)).at(-1)).toBe('gate.pause');
  const lines = bench.others.filter((others) => others.at === 'file').map(({ line }) => line.type);
  expect(lines.slice(-4)).toEqual(Array(4).fill('heartbeat'));
});

it('goes on to its end once it is approved, without long pauses', async () => {
  const approvalId = await untilGate();
  await bench.clock.advance(5 * MINUTE_MS);
  bench.decide({ approvalId, decision: 'approved', by: 'Ben' });
  await bench.clock.advance(MINUTE_MS);
  expect(typesIn(eventsOfRun(0)).slice(typesIn(eventsOfRun(0)).indexOf('gate.pause'))).toEqual([
    'gate.pause',
    'gate.approved',
    'job.resumed',
    'stage.started',
    'stage.completed',
    'stage.started',
    'stage.completed',
    'job.completed',
  ]);
  expect(eventOf('gate.approved')).toMatchObject({ stage: 'script', data: { by: 'Ben' } });
});

it('stops once it is denied, with the reason', async () => {
  const approvalId = await untilGate();
  bench.decide({ approvalId, decision: 'denied', by: 'Ana', reason: 'too long' });
  await bench.clock.advance(10_000);
  expect(typesIn(eventsOfRun(0)).slice(-3)).toEqual([
    'gate.pause',
    'gate.rejected',
    'job.canceled',
  ]);
  expect(eventOf('gate.rejected')?.data).toEqual({ by: 'Ana', reason: 'too long' });
});

it('approves itself if nobody decides in time', async () => {
  await untilGate();
  await bench.clock.advance(14 * MINUTE_MS);
  expect(typesIn(eventsOfRun(0)).at(-1)).toBe('gate.pause');
  await bench.clock.advance(5 * MINUTE_MS);
  expect(typesIn(eventsOfRun(0))).toContain('gate.auto_approved');
  expect(typesIn(eventsOfRun(0)).at(-1)).toBe('job.completed');
});

it.each([
  { decision: 'approved', via: 'timeout', by: 'jobwire' },
  { decision: 'expired' },
] as const)('accepts a timeout that is decided elsewhere: $decision', async (decision) => {
  const approvalId = await untilGate();
  bench.decide({ approvalId, ...decision });
  await bench.clock.advance(10_000);
  expect(typesIn(eventsOfRun(0))).toContain('gate.auto_approved');
});

it('stops if running out of time counts as a denial', async () => {
  const approvalId = await untilGate();
  bench.decide({ approvalId, decision: 'denied', via: 'timeout' });
  await bench.clock.advance(10_000);
  expect(typesIn(eventsOfRun(0)).slice(-2)).toEqual(['gate.rejected', 'job.canceled']);
});

it('fails in its second run, which uses the other spelling', async () => {
  const approvalId = await untilGate();
  bench.decide({ approvalId, decision: 'approved' });
  await bench.clock.advance(30 * MINUTE_MS);
  expect(typesIn(eventsOfRun(1)).slice(-2)).toEqual(['stage.failed', 'job.failed']);
  const files = bench.others.filter((others) => others.at === 'file');
  const lines = files
    .filter(({ jobId }) => jobId === eventsOfRun(1)[0]?.jobId)
    .map(({ line }) => line);
  for (const line of lines) expect(line).not.toHaveProperty('type');
  for (const line of lines) expect(line).toHaveProperty('event_type');
});

it('publishes and does nothing once it is stopped at a gate', async () => {
  await untilGate();
  await bench.workload.stop();
  const before = bench.others.length;
  expect(bench.clock.pending).toBe(0);
  await bench.clock.advance(30 * MINUTE_MS);
  expect(bench.others).toHaveLength(before);
});
