import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpApi, startHttpApi } from '../http-api.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly security: readonly Record<string, readonly string[]>[];
  readonly parameters?: readonly { name: string; in: string; example?: unknown }[];
  readonly requestBody?: { readonly content: Record<string, { readonly examples?: object }> };
  readonly responses: Record<string, object>;
}

let api: HttpApi;
let paths: Record<string, Record<string, Operation>>;
beforeAll(async () => {
  api = await startHttpApi();
  ({ paths } = (await (await api.get('/openapi.json')).json()) as { paths: typeof paths });
});
afterAll(() => api.stop());

const operations = () =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );

describe('the OpenAPI document', () => {
  it('has every route but those of pages and their files, and no other', async () => {
    const documented = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    const routes = api.server.routes
      .filter((route) => !route.startsWith('HEAD '))
      .map((route) => route.replace(/:(\w+)/g, '{$1}'));
    expect(documented.filter((one) => !routes.includes(one))).toEqual([]);
    const left = [...new Set(routes)].filter((route) => !documented.includes(route));
    const answered = await Promise.all(
      left.map(async (route) => {
        const [method = '', path = ''] = route.split(' ');
        if (method === 'GET' && path.startsWith('/assets/')) return undefined;
        const response = await api.send(method, path.replace(/\{\w+\}/g, 'x'), {});
        const type = response.headers.get('content-type') ?? '';
        return type.startsWith('text/html') ? undefined : route;
      }),
    );
    const hint = 'each of these routes needs config: { operation } where it is registered';
    expect(
      answered.filter((route) => route !== undefined),
      hint,
    ).toEqual([]);
  });

  it('gives every operation a name of its own', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)*[A-Za-z]*$/.test(id))).toEqual([]);
  });

  it('says in words what each operation does, and gives an example of everything that is sent', () => {
    const lacking = operations().flatMap((operation) => {
      const { operationId: id, parameters = [], requestBody } = operation;
      const bodies = Object.entries(requestBody?.content ?? {});
      return [
        ...(/[^.]$/.test(operation.summary) ? [] : [`${id}: a summary without a full stop`]),
        ...(/\.$/.test(operation.description) ? [] : [`${id}: a description in sentences`]),
        ...parameters
          .filter(({ example }) => example === undefined)
          .map(({ name }) => `${id}: ${name}`),
        ...bodies
          .filter(([, { examples }]) => examples === undefined)
          .map(([type]) => `${id}: ${type}`),
      ];
    });
    expect(lacking).toEqual([]);
  });

  it('says what opens a route: a token, a cookie, a ticket where it streams, or nothing', () => {
    const opens = (path: string, method: string) => paths[path]?.[method]?.security;
    const reading = [{ token: ['read'] }, { cookie: ['read'] }];
    expect(opens('/api/v1/jobs', 'get')).toEqual(reading);
    expect(opens('/events', 'get')).toEqual([...reading, { ticket: ['read'] }]);
    expect(opens('/api/v1/session', 'delete')).toEqual([{ cookie: [] }, { token: [] }]);
    expect(opens('/api/v1/session', 'post')).toEqual([]);
  });

  it('is the same bytes each time, and is not sent again to who has them', async () => {
    const first = await api.get('/openapi.json');
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await first.text()).toBe(await (await api.get('/openapi.json')).text());
    const known = { 'if-none-match': `"other", W/${etag}` };
    const again = await api.get('/openapi.json', undefined, known);
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await api.get('/openapi.json', undefined, { 'if-none-match': '"other"' });
    expect(other.status).toBe(200);
    await other.body?.cancel();
  });
});
