// Bodies of routes that read JSON as it is: whatever is wrong with one is said, and it is no fault of ours.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let api: HttpApi;
beforeAll(async () => {
  api = await startHttpApi();
});
afterAll(() => api.stop());

const ROUTES = ['/api/v1/approvals', '/api/v1/tokens', '/api/v1/jobs/j1/logs'];
const BODIES: readonly (readonly [name: string, body: string | Uint8Array, says: RegExp])[] = [
  ['no JSON', '{"action":', /not JSON/],
  ['__proto__', '{"action":"x","context":{"__proto__":{"a":1}}}', /field __proto__/],
  ['a prototype', '{"action":"x","constructor":{"prototype":{}}}', /constructor\.prototype/],
  ['no UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), /not UTF-8/],
  ['nothing', '', /is empty/],
];

it.each(ROUTES.flatMap((path) => BODIES.map(([name, body, says]) => ({ path, name, body, says }))))(
  'POST $path of $name is refused with what is wrong',
  async ({ path, body, says }) => {
    const response = await fetch(`${api.url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer admin', 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { detail: string }).detail).toMatch(says);
  },
);
