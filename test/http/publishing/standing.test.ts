import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PLAIN_TERMS } from '../../helpers/plain-terms.ts';
import { aRequest } from '../../helpers/requests.ts';
import { STANDING_TERMS } from '../../helpers/standings.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const ALIKE = { ...PLAIN_TERMS, standing: { ...STANDING_TERMS, pattern: 'git *' } };

function ask(terms = ALIKE, projectId = 'a'): void {
  port.approvals.open({ ...aRequest('ap-1', { projectId, sessionId: 's1' }), terms });
}

const give = (token = 'decider', decision = 'approve') =>
  port.send('POST', '/api/v1/approvals/ap-1/decision', {
    token,
    body: { decision, standing: true },
  });

async function listed(token = 'decider') {
  const response = await port.get('/api/v1/standing', token);
  return ((await response.json()) as { standing: { id: string }[] }).standing;
}

const stop = async (id: string, token = 'decider') =>
  (await port.send('DELETE', `/api/v1/standing/${id}`, { token })).status;

describe('a decision with standing: true', () => {
  it('approves later requests like it too', async () => {
    ask();
    expect((await give()).status).toBe(200);
    expect(await listed()).toEqual([
      {
        ...{ id: expect.any(String), approval: 'ap-1', project_id: 'a', session_id: 's1' },
        ...{ job_id: 'j1', within: 'session', scope: 'deploy', action: 'kubectl apply' },
        pattern: 'git *',
        given_by: { id: 'token:decider', name: 'decider', via: 'web' },
        given_at: expect.any(String),
        until: expect.any(String),
        uses: 0,
      },
    ]);
  });

  it('is refused where the policy does not allow that, and approves nothing then', async () => {
    ask(PLAIN_TERMS as typeof ALIKE);
    const response = await give();
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      type: 'urn:jobwire:problem:no_standing_approval',
    });
    expect((await port.approvals.get('ap-1'))?.votes).toEqual([]);
  });

  it('denies only this request, where it denies', async () => {
    ask();
    expect((await give('decider', 'deny')).status).toBe(200);
    expect(await listed()).toEqual([]);
  });

  it('says in the request what it would count for', async () => {
    ask();
    const response = await port.get('/api/v1/approvals/ap-1', 'decider');
    expect(await response.json()).toMatchObject({
      standing: { for_seconds: 3_600, within: 'session', pattern: 'git *' },
    });
  });
});

describe('DELETE /api/v1/standing/{id}', () => {
  it('ends one, once', async () => {
    ask();
    await give();
    const [{ id = '' } = {}] = await listed();
    expect(await stop(id)).toBe(204);
    expect(await listed()).toEqual([]);
    expect(await stop(id)).toBe(404);
  });

  it('is for callers who may decide it; to others it does not exist', async () => {
    ask(ALIKE, 'b');
    await give();
    const [{ id = '' } = {}] = await listed();
    expect(await stop(id, 'reader')).toBe(403);
    expect(await stop(id, 'decider-of-a')).toBe(404);
    expect(await stop('unknown')).toBe(404);
    expect(await listed('reader-of-a')).toEqual([]);
    expect(await listed('reader')).toHaveLength(1);
    expect(await stop(id)).toBe(204);
  });
});
