// Asking over HTTP, and waiting for the answer. A small router stands in for the real one: it opens what is asked.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestOf } from '../../../src/approvals/requests/request.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { describe as meaningOf } from '../../../src/event/event-types.ts';
import { systemClock } from '../../../src/runtime/clock.ts';
import { ownMs } from '../../helpers/stopwatch.ts';
import { waitUntil } from '../../helpers/wait.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
/** What was asked, as it arrived in the journal. */
let asked: CanonicalEvent[];

beforeEach(async () => {
  port = await startHttpApi();
  asked = [];
  port.memory.feed.follow((entries) => {
    for (const { event } of entries) {
      if (!meaningOf(event).request) continue;
      asked.push(event);
      port.approvals.open(requestOf(event, { kind: 'no_file' }, systemClock.now()));
    }
  });
});
afterEach(() => port.stop());

type Json = Record<string, unknown>;

const ask = async (body: unknown, token = 'publisher') => {
  const response = await port.send('POST', '/api/v1/approvals', { token, body });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Json,
  };
};
const decide = (id: string, decision: 'approve' | 'deny', reason = '') =>
  port.send('POST', `/api/v1/approvals/${id}/decision`, {
    token: 'decider',
    body: { decision, ...(reason === '' ? {} : { reason }) },
  });
const waitFor = (id: string, wait = '30s', token = 'reader') =>
  port.get(`/api/v1/approvals/${id}?wait=${wait}`, token);

describe('POST /api/v1/approvals', () => {
  it.each(['settled', 'open'])(
    'asks anew for what was asked before another %s question',
    async (how) => {
      const put = async (action: string) => (await ask({ action, approval_id: 'd' })).body;
      const settle = async () => how === 'settled' && decide('d', 'deny');
      await put('deploy 1');
      await settle();
      await put('deploy 2');
      await settle();
      expect(await put('deploy 1')).toMatchObject({
        action: 'deploy 1',
        status: 'pending',
        version: 3,
      });
      expect(await put('deploy 1')).toMatchObject({ action: 'deploy 1', version: 3 });
      await settle();
      expect(await put('deploy 1')).toMatchObject({ action: 'deploy 1', version: 3 });
      expect(asked).toHaveLength(3);
    },
  );

  it('asks, and answers 201 with the request and where it is', async () => {
    const { status, headers, body } = await ask({
      action: 'kubectl apply',
      scope: 'deploy',
      reason: 'tests pass',
      project_id: 'a',
      session_id: 's-1',
      job_id: 'j-1',
      context: { commits: 3 },
      approval_id: 'deploy-42',
      timeout_seconds: 600,
      requested_by: { name: 'ana@build-3' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      id: 'deploy-42',
      status: 'pending',
      action: 'kubectl apply',
      scope: 'deploy',
      reason: 'tests pass',
      project_id: 'a',
      session_id: 's-1',
      job_id: 'j-1',
      context: { commits: 3 },
      requested_by: { name: 'ana@build-3' },
    });
    const left = Date.parse(String(body.expires_at)) - Date.parse(String(body.requested_at));
    expect(left).toBe(600_000);
    const found = await port.get(headers.get('location') ?? '', 'reader');
    expect(await found.json()).toMatchObject({ id: 'deploy-42' });
    expect(asked[0]?.publishedBy).toMatchObject({ tokenId: 'test' });
  });

  it('asks once, however often the same id and words are sent, also after the decision', async () => {
    const question = { action: 'git push', project_id: 'a', approval_id: 'push-1' };
    const first = await ask(question);
    const others = await Promise.all([ask(question), ask(question)]);
    expect(others.map(({ status, body }) => [status, body.key])).toEqual([
      [201, first.body.key],
      [201, first.body.key],
    ]);
    await decide('push-1', 'deny', 'not today');
    const later = await ask(question, 'admin');
    expect(later.body).toMatchObject({ status: 'denied', outcome: { reason: 'not today' } });
    expect((await ask(question)).body).toMatchObject({ status: 'denied', key: first.body.key });
    expect(asked).toHaveLength(1);
  });

  it('asks anew under a new id where none is given', async () => {
    const [one, other] = [await ask({ action: 'git push' }), await ask({ action: 'git push' })];
    expect(one.body.id).toMatch(/^ask-/);
    expect(one.body.id).not.toBe(other.body.id);
  });

  it('never takes a former decision about other words for its answer', async () => {
    await ask({ action: 'git push', project_id: 'a', approval_id: 'push-1' });
    await decide('push-1', 'approve');
    const other = await ask({ action: 'git push --force', project_id: 'a', approval_id: 'push-1' });
    expect(other.body).toMatchObject({ status: 'pending', action: 'git push --force' });
  });

  it('says what was expected', async () => {
    for (const body of [
      ...[{}, { action: ' ' }, [], 'x', { action: 7 }, { action: 'a', timeout: 5 }],
      ...[
        { action: 'a', timeout_seconds: 0 },
        { action: 'a', context: [] },
      ],
      ...[
        { action: 'a', project_id: '' },
        { action: 'a', requested_by: 'me' },
      ],
    ]) {
      const { status, body: problem } = await ask(JSON.stringify(body));
      expect([status, problem.detail], JSON.stringify(body)).toEqual([
        422,
        expect.stringContaining('expected'),
      ]);
    }
    expect(asked).toEqual([]);
  });

  it('is for the projects of the token, and for those with the scope', async () => {
    expect((await ask({ action: 'x', project_id: 'b' }, 'publisher-of-a')).status).toBe(422);
    expect((await ask({ action: 'x' }, 'publisher-of-a')).status).toBe(422);
    expect((await ask({ action: 'x', project_id: 'a' }, 'publisher-of-a')).status).toBe(201);
    expect((await ask({ action: 'x' }, 'reader')).status).toBe(403);
    expect((await ask({ action: 'x' }, 'nobody')).status).toBe(401);
  });

  it('leaves the open request of somebody else as it is', async () => {
    await ask({ action: 'git push', project_id: 'a', approval_id: 'push-1' });
    const other = await ask(
      { action: 'rm -rf /', project_id: 'a', approval_id: 'push-1' },
      'publisher-ben',
    );
    expect(other.status).toBe(422);
    expect(await (await port.get('/api/v1/approvals/push-1', 'reader')).json()).toMatchObject({
      action: 'git push',
      version: 1,
    });
  });
});

describe('GET /api/v1/approvals/{id}?wait=', () => {
  beforeEach(async () => {
    await ask({ action: 'git push', project_id: 'a', job_id: 'j-1', approval_id: 'push-1' });
  });

  it('answers as soon as it is decided', async () => {
    const answer = waitFor('push-1');
    await expect(Promise.race([answer, systemClock.sleep(50)])).resolves.toBeUndefined();
    await decide('push-1', 'deny', 'code freeze');
    // The real store does both in one step.
    await port.publish({ type: 'job.denied', data: { approval_id: 'push-1' } });
    const tookMs = await ownMs(() => answer);
    expect(await (await answer).json()).toMatchObject({
      status: 'denied',
      outcome: { reason: 'code freeze' },
      audit: expect.any(Array),
    });
    // Sooner than the store would be looked at again.
    expect(tookMs).toBeLessThan(700);
  });

  it('answers at once where it is settled already', async () => {
    await decide('push-1', 'approve');
    const tookMs = await ownMs(async () => {
      expect(await (await waitFor('push-1', '60s')).json()).toMatchObject({ status: 'approved' });
    });
    expect(tookMs).toBeLessThan(900);
  });

  it('notices what no event announces, as a withdrawal with its job', async () => {
    const answer = waitFor('push-1');
    await expect(Promise.race([answer, systemClock.sleep(50)])).resolves.toBeUndefined();
    const [{ request } = expect.fail()] = await port.approvals.pending();
    await port.approvals.step({
      approvalId: request.key,
      attempt: 'end',
      outcome: { status: 'canceled', at: '2026-03-02T09:00:00.000Z' },
    });
    expect(await (await answer).json()).toMatchObject({ status: 'canceled' });
  });

  it('says when the time is over that it is still pending', async () => {
    const answer = await waitFor('push-1', '1s');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'pending' });
  });

  it('takes 1 s to 60 s, and says so', async () => {
    for (const wait of ['61s', '2m', '0s', '30', 'soon', '']) {
      const answer = await waitFor('push-1', wait);
      expect(answer.status, wait).toBe(400);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('wait=30s') });
    }
  });

  it('ends when the token is revoked, and knows nothing any more', async () => {
    const { token, secret } = await port.tokens.create({ name: 'ci', scopes: ['read'] });
    const looked = vi.spyOn(port.approvals, 'get');
    const answer = waitFor('push-1', '30s', secret);
    // It waits, and looks now and then.
    await vi.waitFor(() => expect(looked).toHaveBeenCalled(), 60_000);
    await port.tokens.revoke(token.id);
    expect((await answer).status).toBe(404);
  });

  it('answers all who wait when the server ends', async () => {
    const looked = vi.spyOn(port.approvals, 'get');
    const answers = Array.from({ length: 5 }, () => waitFor('push-1'));
    await vi.waitFor(() => expect(looked.mock.calls.length).toBeGreaterThanOrEqual(5), 60_000);
    const tookMs = await ownMs(() => port.server.stop());
    for (const answer of await Promise.all(answers)) {
      expect(await answer.json()).toMatchObject({ status: 'pending' });
    }
    expect(tookMs).toBeLessThan(1_500);
  });

  it('leaves nothing behind of those who hang up', async () => {
    const before = port.memory.followers();
    const gone = new AbortController();
    const headers = { authorization: 'Bearer reader' };
    const asking = fetch(`${port.url}/api/v1/approvals/push-1?wait=60s`, {
      headers,
      signal: gone.signal,
    }).catch(() => 'gone');
    await waitUntil(() => port.memory.followers() > before);
    gone.abort();
    expect(await asking).toBe('gone');
    await waitUntil(() => port.memory.followers() === before);
  });
});
