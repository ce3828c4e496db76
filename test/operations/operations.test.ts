// The dashboard and the alerts ask only for what the program exports, and the alerts fire when they should.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../src/runtime/metrics.ts';
import { namedIn } from './expressions.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly gridPos: {
    readonly x: number;
    readonly y: number;
    readonly w: number;
    readonly h: number;
  };
  readonly targets?: readonly { readonly expr: string }[];
}

interface AlertTest {
  readonly name: string;
  readonly promql_expr_test: readonly { readonly expr: string; readonly exp_samples: unknown[] }[];
}

const FOLDER = 'docs/operations';
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const rules = (parse(read('alerts.yaml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
);
const { panels } = JSON.parse(read('dashboard.json')) as { readonly panels: readonly Panel[] };
const queries = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({ where: `panel ${title}`, expr })),
);
const expressions = [...queries, ...rules.map(({ alert, expr }) => ({ where: alert, expr }))];

/** Labels by name of the series. */
let exported: Map<string, readonly string[]>;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jobwire-rules-'));
  const registry = new Registry();
  createMetrics({ registry });
  exported = new Map([['up', []]]);
  for (const metric of registry.getMetricsAsArray()) {
    const { name, labelNames } = metric as typeof metric & { labelNames: string[] };
    const isHistogram = ['Histogram', 'Summary'].includes(metric.constructor.name);
    if (!isHistogram) exported.set(name, labelNames);
    else {
      exported.set(`${name}_bucket`, [...labelNames, 'le']);
      for (const part of ['sum', 'count']) exported.set(`${name}_${part}`, labelNames);
    }
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What Prometheus adds when it scrapes. */
const SCRAPED = ['job', 'instance'];

function unknownIn(expr: string): string[] {
  const { metrics, labels } = namedIn(expr);
  const unknown = metrics.filter((name) => !exported.has(name));
  const ofAll = metrics.flatMap((name) => exported.get(name) ?? []);
  const wrong = labels.filter(({ metric, label }) => {
    const known = metric === undefined ? ofAll : (exported.get(metric) ?? []);
    return ![...known, ...SCRAPED].includes(label);
  });
  return [...unknown, ...wrong.map(({ metric = '', label }) => `${metric}{${label}}`)];
}

function promtool(...args: string[]) {
  const { status, stdout, stderr, error } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, output: `${error?.message ?? ''}${stdout}${stderr}` };
}

it('asks for no metric and no label that the program does not export', () => {
  expect(expressions.length).toBeGreaterThan(100);
  const unknown = expressions.flatMap(({ where, expr }) =>
    unknownIn(expr).map((name) => `${where}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

it('notices a metric or label that is not there', () => {
  expect(unknownIn('sum by (shap) (rate(jobwire_reader{shape="x"}[5m])) > 1e3')).toEqual([
    'jobwire_reader',
    'jobwire_reader{shape}',
    '{shap}',
  ]);
  expect(unknownIn('jobwire_events_total{dialect="jobs"}')).toEqual([
    'jobwire_events_total{dialect}',
  ]);
});

it('shows every metric on the dashboard', () => {
  const shown = new Set(queries.flatMap(({ expr }) => namedIn(expr).metrics));
  const ofProcess = /^jobwire_(process|nodejs)_/;
  const parts = /_(bucket|sum|count)$/;
  const families = new Set([...shown].map((name) => name.replace(parts, '')));
  const missing = [...exported.keys()]
    .filter((name) => !ofProcess.test(name))
    .filter((name) => !shown.has(name) && !families.has(name.replace(parts, '')));
  const hint = 'each metric has a query in a panel of docs/operations/dashboard.json';
  expect(missing, hint).toEqual([]);
});

it('has queries that Prometheus understands', () => {
  const file = join(folder, 'queries.yaml');
  const concrete = (expr: string) =>
    expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '6h');
  const records = queries.map(({ expr }, at) => ({ record: `q${at}`, expr: concrete(expr) }));
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'queries', rules: records }] }));
  expect(promtool('check', 'rules', '--lint=none', file)).toMatchObject({ status: 0 });
});

it('places panels side by side, each in its row', () => {
  const isOver = (a: Panel['gridPos'], b: Panel['gridPos']) =>
    a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  const overlapping = panels.flatMap((one, at) =>
    panels.slice(at + 1).filter((other) => isOver(one.gridPos, other.gridPos)),
  );
  expect(overlapping).toEqual([]);
  expect(panels.every(({ gridPos }) => gridPos.x + gridPos.w <= 24)).toBe(true);
});

it('says of each alert how bad it is, what happened, and what to do', () => {
  expect(promtool('check', 'rules', join(FOLDER, 'alerts.yaml'))).toMatchObject({ status: 0 });
  expect(rules.length).toBeGreaterThan(25);
  for (const { alert, labels, annotations } of rules) {
    expect(['info', 'warning', 'critical'], alert).toContain(labels.severity);
    expect(Object.keys(annotations), alert).toEqual(['summary', 'runbook']);
  }
});

it('has alerts that fire and stay silent as their cases say', () => {
  const { tests } = parse(read('alerts.test.yaml')) as { readonly tests: readonly AlertTest[] };
  expect(tests.map(({ name }) => name)).toEqual(rules.map(({ alert }) => alert));
  for (const { name, promql_expr_test: cases } of tests) {
    const [silent, firing, ...more] = cases;
    expect(more).toEqual([]);
    expect(new Set(cases.map(({ expr }) => expr)), name).toEqual(
      new Set([`ALERTS{alertname="${name}",alertstate="firing"}`]),
    );
    expect([silent?.exp_samples.length, firing?.exp_samples.length], name).toEqual([0, 1]);
  }
  const { status, output } = promtool('test', 'rules', join(FOLDER, 'alerts.test.yaml'));
  expect(output).toContain('SUCCESS');
  expect(status).toBe(0);
});
