import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloudEventSchema } from '../../src/dialects/cloudevents/schema.ts';
import { type HttpApi, startHttpApi } from './http-api.ts';

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi();
});
afterAll(() => port.stop());

/** In docs/http.md. */
const documented = [
  ...readFileSync('docs/http.md', 'utf8').matchAll(
    /^\| `([A-Z]+ \S+)` \| (?:`(\w+)`)? ?\| .+ \|$/gm,
  ),
].map(([, route = '', scope]) => ({ route, scope }));

it('docs/http.md lists every attribute of a CloudEvent that is read', () => {
  const [, section = ''] = readFileSync('docs/http.md', 'utf8').split('\n## CloudEvents\n');
  const [table = ''] = section.split('\n## ');
  const rows = table.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)]);
  const keptOrData = ['subject', 'datacontenttype', 'dataschema', 'data', 'data_base64'];
  const read = Object.keys(cloudEventSchema.shape).filter((name) => !keptOrData.includes(name));
  expect(named.map(([, name]) => name).sort()).toEqual(read.sort());
});

it('docs/http.md lists every route', () => {
  const routes = port.server.routes.filter((route) => !route.startsWith('HEAD '));
  expect(documented.map(({ route }) => route).sort()).toEqual([...new Set(routes)].sort());
});

it.each(documented)('docs/http.md names the scope that $route needs', async ({ route, scope }) => {
  const [method = '', path = ''] = route.split(' ');
  const answer = await fetch(port.url + path.replace(':id', 'j1').replace(':name', 'main.js'), {
    method,
    headers: { authorization: `Bearer ${scope === 'metrics' ? 'reader' : 'scraper'}` },
  });
  await answer.body?.cancel();
  if (path === '/api/v1/session') expect([401, 422]).toContain(answer.status);
  else if (scope === undefined) expect([200, 503]).toContain(answer.status);
  // Without the right to read nothing exists.
  else if (scope === 'read') expect(answer.status).toBe(404);
  else expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
});
