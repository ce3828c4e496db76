import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/runtime/metrics.ts';

/** Those of the process itself, which prom-client brings. */
const OF_THE_PROCESS = /^jobwire_(process|nodejs)_/;

it('docs/operating.md lists every metric with its type and its help text', async () => {
  const exposed = (await createMetrics().text()).matchAll(
    /^# HELP (\w+) (.+)\n# TYPE \w+ (\w+)$/gm,
  );
  const metrics = [...exposed].flatMap(([, name = '', help, type]) =>
    OF_THE_PROCESS.test(name) ? [] : [`${name}: ${type}: ${help}`],
  );
  const rows = readFileSync('docs/operating.md', 'utf8').matchAll(
    /^\| `(jobwire_\w+)(?:\{[\w,]+\})?` \| (\w+) \| (.+) \|$/gm,
  );
  const documented = [...rows].map(([, name, type, help]) => `${name}: ${type}: ${help}`);
  expect(metrics.length).toBeGreaterThan(20);
  expect(documented).toEqual(metrics);
});
