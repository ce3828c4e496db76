// JOBWIRE_URL with a path: a proxy in front may take it away; where none does, the setting is wrong, not the job.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openHttpLink } from '../../../src/cli/link/http-link.ts';
import { readRemoteLog } from '../../../src/cli/logs/remote-log.ts';
import { readScriptSettings } from '../../../src/config/script-settings.ts';
import { type HttpApi, startHttpApi } from '../../http/http-api.ts';

let api: HttpApi;
let proxy: Server;
let proxyUrl: string;
beforeEach(async () => {
  api = await startHttpApi();
  proxy = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/^\/base(?=\/)/, '');
    const { authorization = '' } = request.headers;
    const { method = 'GET' } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(api.url + path, { method, headers, ...body });
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterEach(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await api.stop();
});

const { signal } = new AbortController();
const event = { event_type: 'job.started', project_id: 'a', job_id: 'j1', data: {} };

function targetAt(url: string) {
  const { target } = readScriptSettings({ JOBWIRE_URL: url, JOBWIRE_TOKEN: 'admin' });
  if (target.kind !== 'http') throw new Error('not by HTTP');
  return target;
}

const publishTo = (url: string) => openHttpLink(targetAt(url)).publish(event as never, signal);

async function tail(url: string): Promise<void> {
  const wish = { jobId: 'unknown', lines: 5, isFollowing: false };
  for await (const _ of readRemoteLog(wish, { target: targetAt(url), signal }));
}

it.each(['', '/', '/base', '/base/'])('%j of a proxy that takes it away works', async (path) => {
  await publishTo(proxyUrl + path);
  expect(await api.memory.journal.read('0-0', 10)).toHaveLength(1);
  await expect(tail(proxyUrl + path)).rejects.toThrow(/unknown/);
  await expect(tail(proxyUrl + path)).rejects.not.toThrow(/JOBWIRE_URL/);
});

it.each(['/base', '/base/x/'])('%j that nobody takes away is a wrong setting', async (path) => {
  const wrong = /JOBWIRE_URL is wrong: there is no jobwire under \/base/;
  await expect(publishTo(api.url + path)).rejects.toThrow(wrong);
  await expect(tail(api.url + path)).rejects.toThrow(wrong);
});
