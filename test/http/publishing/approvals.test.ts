import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Terms } from '../../../src/approvals/approval.ts';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

function ask(fields: Partial<ApprovalRequest> = {}, terms: Partial<Terms> = {}): void {
  port.approvals.open({
    key: fields.id ?? 'ap-1',
    version: 1,
    id: 'ap-1',
    eventId: 'e-1',
    projectId: 'a',
    jobId: 'j-1',
    visibility: 'public',
    scope: 'push',
    action: 'git push',
    reason: 'the feature is done',
    context: { commits: 3 },
    requestedBy: { id: 'u-31', name: 'Ana' },
    requestedAt: '2026-03-02T09:00:00.000Z',
    onTimeout: 'expire',
    terms: { ...PLAIN_TERMS, ...terms },
    ...fields,
  });
}

const decide = (body: unknown, token = 'decider', id = 'ap-1') =>
  port.send('POST', `/api/v1/approvals/${id}/decision`, { token, body });

const json = async (response: Promise<Response>) =>
  (await (await response).json()) as { approvals: { id: string }[] };

describe('POST /api/v1/approvals/{id}/decision', () => {
  it('answers 200 to the one that decides, and 409 with what stands to any later one', async () => {
    ask();
    const first = await decide({ decision: 'deny', reason: ' not today ' });
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({
      id: 'ap-1',
      status: 'denied',
      outcome: { reason: 'not today', by: { id: 'token:decider', via: 'web' } },
    });
    const later = await decide({ decision: 'approve' }, 'admin');
    expect(later.status).toBe(409);
    expect(later.headers.get('content-type')).toContain('application/problem+json');
    expect(await later.json()).toMatchObject({ status: 409, approval: { status: 'denied' } });
    expect(port.approvals.announced).toHaveLength(1);
  });

  it('decides nothing that was not shown: a version means one request under its id', async () => {
    ask();
    await decide({ decision: 'deny' });
    ask({ eventId: 'e-2', action: 'rm -rf /' });
    const stale = await decide({ decision: 'approve', version: 1 });
    expect([stale.status, ((await stale.json()) as { type: string }).type]).toEqual([
      409,
      'urn:jobwire:problem:request_changed',
    ]);
    expect((await decide({ decision: 'approve', version: 2 })).status).toBe(200);
  });

  it('decides once with an Idempotency-Key, also when the id means another request since', async () => {
    const repeat = (id = 'ap-1') =>
      port.send('POST', `/api/v1/approvals/${id}/decision`, {
        token: 'decider',
        body: { decision: 'approve' },
        headers: { 'idempotency-key': '7f3a' },
      });
    ask();
    expect((await repeat()).status).toBe(200);
    ask({ eventId: 'e-2', action: 'rm -rf /' });
    const again = await repeat();
    expect([again.status, ((await again.json()) as { action: string }).action]).toEqual([
      200,
      'git push',
    ]);
    expect((await port.approvals.get('ap-1.2'))?.outcome).toBeUndefined();
    expect((await repeat('ap-1.2')).status).toBe(200);
    expect((await port.approvals.get('ap-1.2'))?.outcome?.status).toBe('approved');
  });

  it('refuses a body with a misspelt field', async () => {
    ask();
    const response = await decide({ decision: 'approve', vesion: 5 });
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
      422,
      expect.stringContaining('?project_id=shop'),
    ]);
  });

  it('lets one of many at once decide', async () => {
    ask();
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => decide({ decision: 'approve' })),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(39).fill(409)]);
  });

  it('answers the same to a call that is repeated with its idempotency key', async () => {
    ask();
    const send = () =>
      fetch(`${port.url}/api/v1/approvals/ap-1/decision`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer decider',
          'content-type': 'application/json',
          'idempotency-key': 'k-1',
        },
        body: JSON.stringify({ decision: 'approve' }),
      });
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(200);
    expect(port.approvals.announced).toHaveLength(1);
  });

  it('keeps the idempotency keys of one token from another of the same name', async () => {
    ask({}, { required: 3, denyRequired: 2 });
    const send = (token: string, decision: string) =>
      port.send('POST', '/api/v1/approvals/ap-1/decision', {
        token,
        body: { decision },
        headers: { 'idempotency-key': 'k-1' },
      });
    expect((await send('decider', 'approve')).status).toBe(202);
    const other = await send('namesake-of-decider', 'deny');
    expect(await other.json()).toMatchObject({ votes: [{ by: { id: 'token:namesake' } }] });
  });

  it('counts nothing for a version that is no longer the one that was looked at', async () => {
    ask();
    ask({ eventId: 'e-2', action: 'rm -rf /' });
    const outdated = await decide({ decision: 'approve', version: 1 });
    expect(outdated.status).toBe(409);
    expect(await outdated.json()).toMatchObject({
      type: 'urn:jobwire:problem:request_changed',
      approval: { version: 2, action: 'rm -rf /', votes: [] },
    });
    expect((await decide({ decision: 'approve', version: 2 })).status).toBe(200);
  });

  it('names the projects that share an id, to whoever may see them, and means one', async () => {
    ask({ key: 'k1', id: 'ap-1' });
    ask({ key: 'k2', id: 'ap-1', projectId: 'b' });
    const both = await port.get('/api/v1/approvals/ap-1', 'reader');
    expect(both.status).toBe(409);
    expect(await both.json()).toMatchObject({ approvals: [{ project_id: 'a' }, { key: 'k2' }] });
    const one = await port.get('/api/v1/approvals/ap-1?project_id=b', 'reader');
    expect(await one.json()).toMatchObject({ key: 'k2', project_id: 'b' });
    const own = await port.get('/api/v1/approvals/ap-1', 'reader-of-a');
    expect(await own.json()).toMatchObject({ key: 'k1', project_id: 'a' });
    expect((await port.get('/api/v1/approvals/k2', 'reader-of-a')).status).toBe(404);
    ask({ key: 'k3', id: 'k2', projectId: 'b' });
    const keyed = await port.get('/api/v1/approvals/k2', 'reader');
    expect(await keyed.json()).toMatchObject({ key: 'k2', id: 'ap-1' });
  });

  it('answers 202 to a vote that is not the last one', async () => {
    ask({}, { required: 2 });
    const first = await decide({ decision: 'approve' });
    expect(first.status).toBe(202);
    expect(await first.json()).toMatchObject({
      status: 'pending',
      votes: [{ verdict: 'approve' }],
    });
    expect((await decide({ decision: 'approve' })).status).toBe(202);
    expect((await decide({ decision: 'approve' }, 'decider-of-a')).status).toBe(200);
  });

  it('counts the tokens that name nobody as one person', async () => {
    ask({}, { required: 2 });
    expect((await decide({ decision: 'approve' })).status).toBe(202);
    expect((await decide({ decision: 'approve' }, 'namesake-of-decider')).status).toBe(202);
    expect((await decide({ decision: 'approve' }, 'admin')).status).toBe(202);
    expect(await port.approvals.pending()).toHaveLength(1);
  });

  it('lets nobody approve what they asked for, by whatever id they are known', async () => {
    ask();
    const own = await decide({ decision: 'approve' }, 'decider-u31');
    expect(own.status).toBe(403);
    expect(await own.json()).toMatchObject({ type: 'urn:jobwire:problem:self_approval' });
    expect(await port.approvals.pending()).toHaveLength(1);
    expect(port.approvals.audits).toMatchObject([{ what: 'refused', why: 'self', id: 'u-31' }]);
  });

  it('asks for a reason where one is needed, and says so', async () => {
    ask({}, { reasonRequired: 'deny' });
    const silent = await decide({ decision: 'deny', reason: '  ' });
    expect(silent.status).toBe(422);
    expect(await silent.json()).toMatchObject({
      detail: expect.stringMatching(/reason.*like \{"decision":"deny","reason"/),
    });
    expect((await decide({ decision: 'deny', reason: 'no' })).status).toBe(200);
  });

  it('refuses whoever is no approver by the policy', async () => {
    ask({}, { approvers: { roles: ['admin'], users: ['7001'] } });
    expect((await decide({ decision: 'approve' })).status).toBe(403);
    expect((await decide({ decision: 'approve' }, 'admin')).status).toBe(200);
  });

  it('says what was expected of a wrong body', async () => {
    ask();
    for (const body of [{}, { decision: 'yes' }, [], { decision: 'deny', reason: 7 }]) {
      const answer = await decide(body);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('expected') });
    }
    expect((await decide({ decision: 'approve' }, 'reader')).status).toBe(403);
    expect((await decide({ decision: 'approve' }, 'nobody')).status).toBe(401);
  });

  it('knows nothing of what is out of scope, or internal, or not there', async () => {
    ask({ projectId: 'b' });
    ask({ id: 'ap-2', visibility: 'internal' });
    const answers = await Promise.all([
      decide({ decision: 'approve' }, 'decider-of-a', 'ap-1').then((r) => r.text()),
      decide({ decision: 'approve' }, 'decider', 'ap-2').then((r) => r.text()),
      decide({ decision: 'approve' }, 'decider', 'nothing').then((r) => r.text()),
    ]);
    expect(new Set(answers).size).toBe(1);
    expect(JSON.parse(answers[0] ?? '')).toMatchObject({ status: 404 });
  });
});

describe('GET /api/v1/approvals', () => {
  it('lists what the caller may see, by status', async () => {
    ask();
    ask({ id: 'ap-2', projectId: 'b' });
    ask({ id: 'ap-3', visibility: 'internal' });
    await decide({ decision: 'approve' });
    const ids = async (path: string, token: string) =>
      (await json(port.get(path, token))).approvals.map(({ id }) => id);
    expect(await ids('/api/v1/approvals', 'admin')).toEqual(['ap-3', 'ap-2', 'ap-1']);
    expect(await ids('/api/v1/approvals?status=pending', 'reader')).toEqual(['ap-2']);
    expect(await ids('/api/v1/approvals?status=approved', 'reader')).toEqual(['ap-1']);
    expect(await ids('/api/v1/approvals', 'reader-of-a')).toEqual(['ap-1']);
    const wrong = await port.get('/api/v1/approvals?status=maybe', 'reader');
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({
      detail: expect.stringContaining('pending, approved'),
    });
  });

  it('tells one with its whole trail', async () => {
    ask();
    await decide({ decision: 'approve' }, 'decider-u31');
    const one = await json(port.get('/api/v1/approvals/ap-1', 'reader'));
    expect(one).toMatchObject({
      id: 'ap-1',
      status: 'pending',
      requested_by: { id: 'u-31' },
      audit: expect.arrayContaining([
        expect.objectContaining({ what: 'refused', from: 'token ana' }),
      ]),
    });
  });
});
