// Tickets for streams and sockets whose clients can't send headers.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';
import { asLea, signingIn } from './signed-in.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
  await port.publish({ type: 'job.updated', projectId: 'a', jobId: 'j1' });
  port.buildHashes.set('b1', { status: 'code', projectId: 'a' });
  port.board.put(aJob({ id: 'j1', projectId: 'a' }));
});
afterEach(() => port.stop());

const { signIn, grant } = signingIn(() => port);

async function newTicket(headers: Record<string, string>): Promise<string> {
  const response = await port.send('POST', '/api/v1/tickets', { headers });
  expect(response.status).toBe(201);
  const { ticket, expires_at } = (await response.json()) as Record<string, string>;
  expect(Date.parse(expires_at ?? '') - Date.now()).toBeLessThanOrEqual(30_000);
  return ticket ?? '';
}

const STREAMS = [
  '/events',
  '/api/v1/jobs/j1/events/stream',
  '/api/v1/jobs/j1/logs/stream',
  '/api/jobs/b1/events/stream',
];

async function statusOf(path: string): Promise<number> {
  const ending = new AbortController();
  const { status } = await fetch(port.url + path, { signal: ending.signal });
  ending.abort();
  return status;
}

describe('a ticket', () => {
  let headers: Record<string, string>;
  beforeEach(async () => {
    const { secret } = await port.tokens.create({ name: 'x', scopes: ['read'] });
    headers = { authorization: `Bearer ${secret}` };
  });

  it.each(STREAMS)('opens %s once', async (path) => {
    const ticket = await newTicket(headers);
    expect(await statusOf(`${path}?ticket=${ticket}`)).toBe(200);
    expect([401, 404]).toContain(await statusOf(`${path}?ticket=${ticket}`));
  });

  it('opens a socket once', async () => {
    const url = `${port.url}/ws/jobs?ticket=${await newTicket(headers)}`;
    const peer = await openPeer(url, {});
    peer.socket.terminate();
    await expect(openPeer(url, {})).rejects.toThrow(/401/);
  });

  it('opens nothing else, and is not used up by trying', async () => {
    const ticket = await newTicket(headers);
    for (const path of ['/api/v1/jobs', '/api/v1/events', '/api/v1/jobs/j1', '/metrics']) {
      expect([path, await statusOf(`${path}?ticket=${ticket}`)]).toEqual([path, 401]);
    }
    const bearer = { authorization: `Bearer ${ticket}` };
    expect((await port.get('/api/v1/jobs', undefined, bearer)).status).toBe(401);
    expect(await statusOf(`/events?ticket=${ticket}`)).toBe(200);
  });

  it('that was made up, is there twice or is empty is a guess like a wrong token', async () => {
    const ticket = await newTicket(headers);
    for (const text of [`${ticket}x`, `${ticket}&ticket=${ticket}`, '', 'x'.repeat(5_000)]) {
      expect([text, await statusOf(`/events?ticket=${text}`)]).toEqual([text, 401]);
    }
    const statuses: number[] = [];
    for (let count = 0; count < 12; count += 1) statuses.push(await statusOf('/events?ticket=x'));
    expect(statuses.at(-1)).toBe(429);
    expect(await statusOf(`/events?ticket=${ticket}`)).toBe(200);
  });

  it('ends with the token it was made with, used or not, and what it opened too', async () => {
    const { token, secret } = await port.tokens.create({ name: 'y', scopes: ['read'] });
    const bearer = { authorization: `Bearer ${secret}` };
    const [used, unused] = [await newTicket(bearer), await newTicket(bearer)];
    const stream = await fetch(`${port.url}/events?ticket=${used}`);
    const text = stream.text();
    await port.tokens.revoke(token.id);
    expect(await text).toContain('your rights have changed');
    expect(await statusOf(`/events?ticket=${unused}`)).toBe(401);
  });

  it('of a session ends with that, and needs a page of ours', async () => {
    await grant({ role: 'viewer' });
    const browser = await signIn(asLea());
    const { cookie = '' } = browser.headers;
    const foreign = await port.send('POST', '/api/v1/tickets', { headers: { cookie } });
    expect(foreign.status).toBe(403);
    const [used, unused] = [await newTicket(browser.headers), await newTicket(browser.headers)];
    const stream = await fetch(`${port.url}/events?ticket=${used}`);
    const text = stream.text();
    await port.send('DELETE', '/api/v1/session', { headers: browser.headers });
    expect(await text).toContain('your rights have changed');
    expect(await statusOf(`/events?ticket=${unused}`)).toBe(401);
  });

  it('takes precedence over the cookie of whoever uses it, and not over a token', async () => {
    await grant({ role: 'viewer' });
    const { cookie = '' } = (await signIn(asLea())).headers;
    expect((await port.get('/events?ticket=x', undefined, { cookie })).status).toBe(401);
    const stream = await port.get('/events?ticket=x', undefined, headers);
    expect(stream.status).toBe(200);
    await stream.body?.cancel();
  });
});
