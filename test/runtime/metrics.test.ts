import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/runtime/metrics.ts';

/** Those of the process itself, which prom-client brings. */
const OF_THE_PROCESS = /^jobwire_(process|nodejs)_/;

it('docs/operating.md lists every metric with its labels, its type and its help text', () => {
  const registry = new Registry();
  createMetrics({ registry });
  const metrics = registry.getMetricsAsArray().flatMap((metric) => {
    const { name, help, labelNames } = metric as typeof metric & { labelNames: string[] };
    const labels = labelNames.length === 0 ? '' : `{${labelNames.join(',')}}`;
    const type = metric.constructor.name.toLowerCase();
    return OF_THE_PROCESS.test(name) ? [] : [`${name}${labels}: ${type}: ${help}`];
  });
  const rows = readFileSync('docs/operating.md', 'utf8').matchAll(
    /^\| `(jobwire_\w+(?:\{[\w,]+\})?)` \| (\w+) \| (.+) \|$/gm,
  );
  const documented = [...rows].map(([, name, type, help]) => `${name}: ${type}: ${help}`);
  expect(metrics.length).toBeGreaterThan(50);
  const hint =
    'the table of docs/operating.md has a row for each metric, in the order of the families';
  expect(documented, hint).toEqual(metrics);
});

it('begins every name with the prefix that was set, also those of the process', async () => {
  const metrics = createMetrics({ prefix: 'televibe' });
  metrics.eventJournalled('job.started', 'shop', 0.01);
  const text = await metrics.text();
  expect(text).toContain('televibe_events_total{event_type="job.started",project_id="shop"} 1');
  const names = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(70);
  expect(names.filter((name) => !name.startsWith('televibe_'))).toEqual([]);
});

it('is accepted by promtool without a remark', async () => {
  const input = await createMetrics().text();
  const { stdout, stderr, error, status } = spawnSync('promtool', ['check', 'metrics'], {
    input,
    encoding: 'utf8',
  });
  expect({ error, status, output: stdout + stderr }).toEqual({
    error: undefined,
    status: 0,
    output: '',
  });
});

it('exports what alerts look at as 0 before it happens', async () => {
  const text = await createMetrics().text();
  for (const series of [
    'telegram_floods_total{who="chat"}',
    'telegram_floods_total{who="bot"}',
    'requests_shown_elsewhere_total{where="nowhere"}',
    'dead_letters_total{stage="decoding"}',
    'dead_letters_total{stage="routing"}',
    'dead_letters_total{stage="following"}',
    'dead_letters_total{stage="delivering"}',
    'http_refusals_total{code="too_many_guesses"}',
    'redis_reconnects_total',
  ]) {
    expect(text).toContain(`\njobwire_${series} 0\n`);
  }
});

it('knows nothing of a state that nobody has looked at, rather than calling it 0', async () => {
  const text = await createMetrics().text();
  expect(text).not.toMatch(/^jobwire_(approvals_open|oldest_unrouted_seconds|telegram_last_poll)/m);
});

it('counts projects and types beyond 200 together, whoever makes them up', async () => {
  const metrics = createMetrics();
  for (let at = 0; at < 500; at += 1) metrics.eventJournalled(`type.${at}`, `project-${at}`, 0);
  const text = await metrics.text();
  expect(text).toContain('event_type="type.199",project_id="project-199"} 1');
  expect(text).toContain('event_type="other",project_id="other"} 300');
  expect(text).not.toContain('project-200');
});

it('counts requests by known methods and classes of answers only', async () => {
  const metrics = createMetrics();
  metrics.requestAnswered({ route: '/events', method: 'PROPFIND', status: 405, seconds: 0.1 });
  expect(await metrics.text()).toContain(
    'http_requests_total{route="/events",method="other",status="4xx"} 1',
  );
});
