import { beforeEach, expect, it } from 'vitest';
import { decode } from '../../src/dialects/all-dialects.ts';
import { reportUnreadableTimes } from '../../src/intake/report-times.ts';
import { createMetrics } from '../../src/runtime/metrics.ts';
import { createLogBook } from '../helpers/log-book.ts';

let log: ReturnType<typeof createLogBook>;
let metrics: ReturnType<typeof createMetrics>;
let take: (source: string, timestamp?: unknown) => string | undefined;

beforeEach(() => {
  log = createLogBook();
  metrics = createMetrics();
  const decodeReported = reportUnreadableTimes(decode, { log, metrics });
  take = (source, timestamp = 'hunter2') => {
    const text = JSON.stringify({ event_type: 'job.started', job_id: 'j1', timestamp });
    const decoded = decodeReported({ dialect: 'televibe', text, source, arrivedAt: 1_000 });
    return decoded?.event.time;
  };
});

const counted = async () =>
  /unreadable_timestamps_total\{dialect="televibe"\} (\d+)/.exec(await metrics.text())?.[1];

it('counts every unreadable timestamp and warns once per source, without quoting it', async () => {
  for (const source of ['a', 'b', 'a', 'a', 'b']) {
    expect(take(source)).toBe('1970-01-01T00:00:01.000Z');
  }
  expect(await counted()).toBe('5');
  expect(log.count('event_time_unreadable')).toBe(2);
  expect(JSON.stringify(log)).not.toContain('hunter2');
});

it('reports no readable and no missing timestamps', async () => {
  for (const timestamp of ['2026-11-28T09:00:01.250123', 1_795_856_401, null, '']) {
    take('a', timestamp);
  }
  expect(await counted()).toBeUndefined();
  expect(log.count('event_time_unreadable')).toBe(0);
});

it('remembers a bounded number of sources, and goes on counting', async () => {
  for (let n = 0; n < 1_200; n += 1) take(`televibe:stream:p-${n}`);
  expect(log.count('event_time_unreadable')).toBe(1_000);
  expect(await counted()).toBe('1200');
});
