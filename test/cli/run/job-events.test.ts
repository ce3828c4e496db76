import { expect, it } from 'vitest';
import { createJobEvents } from '../../../src/cli/run/job-events.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';

it('a job begins and lasts as its command does, however late whoever tells of it was loaded', async () => {
  const clock = createManualClock();
  const [begunAt, begunMs] = [clock.monotonic(), clock.now()];
  await clock.advance(400);
  const words = {
    ...{ projectId: 'shop', sessionId: undefined, jobId: 'j1', title: undefined },
    ...{ budgetUsd: undefined, command: ['sleep', '5'], by: 'ana@build-3', silentSeconds: 120 },
    begunAt,
  };
  const events = createJobEvents(words, { clock, redact: true });
  expect(events.started().timestamp).toBe(new Date(begunMs).toISOString());
  await clock.advance(4_600);
  const ended = events.ended({ code: 0 }, { isInterrupted: false, tail: '' });
  expect(ended.data).toMatchObject({ duration_seconds: 5 });
  expect(ended.timestamp).toBe(new Date(begunMs + 5_000).toISOString());
});
