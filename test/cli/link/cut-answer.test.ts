// An answer that ends in the middle is that of a server that died: whoever asks goes on asking.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHttpLink } from '../../../src/cli/link/http-link.ts';
import { readScriptSettings } from '../../../src/config/script-settings.ts';

let server: Server;
let respond: (response: ServerResponse) => void;
beforeEach(async () => {
  server = createServer((_, response) => respond(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const { signal } = new AbortController();
const question = { approvalId: 'a', action: 'deploy' };
const event = { event_type: 'job.started', project_id: 'a', job_id: 'j1', data: {} } as never;
type Link = ReturnType<typeof openHttpLink>;
const calls: [string, (link: Link) => Promise<unknown>][] = [
  ['ask', (link) => link.ask(question, signal)],
  ['answer', (link) => link.answer(question, signal)],
  ['publish', (link) => link.publish(event, signal)],
  ['log', (link) => link.log('j1', { lines: [], isEnd: true }, signal)],
  ['withdraw', (link) => link.withdraw({ approvalId: 'a', projectId: undefined, event }, signal)],
];

it.each(
  calls.flatMap(([name, call]) =>
    [200, 202, 401, 404, 422, 503].map((status) => ({ name, call, status })),
  ),
)('$name tries again where an answer $status is cut off', async ({ call, status }) => {
  respond = (response) => {
    response
      .writeHead(status, { 'content-length': 1_000 })
      .write('{"id":', () => response.destroy());
  };
  const { port } = server.address() as AddressInfo;
  const { target } = readScriptSettings({
    JOBWIRE_URL: `http://127.0.0.1:${port}`,
    JOBWIRE_TOKEN: 'admin',
  });
  if (target.kind !== 'http') throw new Error('not by HTTP');
  const said = call(openHttpLink(target));
  await expect(said).rejects.toMatchObject({ code: 'unavailable', retry: true });
});
