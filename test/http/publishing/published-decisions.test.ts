// Outcomes that somebody publishes over HTTP: the vote of the token's person, and of nobody else.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Terms } from '../../../src/approvals/approval.ts';
import { aRequest } from '../../helpers/requests.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

function ask(fields: Partial<ApprovalRequest> = {}, terms: Partial<Terms> = {}): void {
  port.approvals.open(aRequest('ap-1', { projectId: 'a', ...fields }, terms));
}

const ANA = { id: '1001', name: 'Ana', via: 'telegram' };

function said(fields: object = {}, data: object = {}) {
  return {
    event_id: 'x-1',
    event_type: 'job.approved',
    data: { approval_id: 'ap-1', decided_by: ANA, ...data },
    ...fields,
  };
}

const publish = (body: unknown, token: string) =>
  port.send('POST', '/api/v1/events', { token, body });
const standing = async () => (await port.approvals.find('ap-1'))[0];
const journalled = async () =>
  (await port.memory.journal.read('0-0', 100)).map(({ event }) => event.type);

/** What gets past a check of one spelling. */
const SPELLINGS = [
  'job.approved',
  'Job.approved',
  'job.APPROVED',
  'JOB.APPROVED',
  'job_approved',
  'gate_approved',
  'gate.approved',
  'Gate.Auto_Approved',
  'job.denied',
  'gate.rejected',
  'job.\u200bapproved',
  'job.\uff41pproved',
];

describe('a decision published as an event', () => {
  it.each(SPELLINGS)(
    'written %j decides nothing for a token that may only publish',
    async (type) => {
      ask();
      for (const token of ['publisher', 'publisher-of-a']) {
        const about = { event_type: type, project_id: 'a', job_id: 'j1' };
        const answer = await publish(said(about), token);
        expect([answer.status, await answer.text()]).toEqual([
          422,
          expect.stringContaining('decide'),
        ]);
      }
      expect(await standing()).toMatchObject({ votes: [] });
      expect((await standing())?.outcome).toBeUndefined();
      expect(await journalled()).toEqual([]);
    },
  );

  it('is nothing for a token that belongs to no person, whatever its scopes', async () => {
    ask();
    expect((await publish(said(), 'admin')).status).toBe(422);
    expect((await standing())?.outcome).toBeUndefined();
  });

  it.each(SPELLINGS)('written %j is one vote of the person who holds the token', async (type) => {
    ask({}, { required: 2, denyRequired: 2 });
    const answer = await publish(said({ event_type: type }), 'publisher-ben');
    expect([answer.status, await answer.json()]).toEqual([202, { ids: ['x-1'] }]);
    const approval = await standing();
    expect(approval?.votes).toMatchObject([{ by: { id: '1002', via: 'web' } }]);
    expect(approval?.outcome).toBeUndefined();
    expect(await journalled()).toEqual([]);
  });

  it('settles what one vote is enough for, under the name of whoever voted', async () => {
    ask();
    expect((await publish(said({}, { reason: 'fine' }), 'publisher-ben')).status).toBe(202);
    const outcome = { status: 'approved', reason: 'fine', by: { id: '1002', via: 'web' } };
    expect((await standing())?.outcome).toMatchObject(outcome);
    expect(port.approvals.announced).toHaveLength(1);
    expect((await publish(said(), 'publisher-ben')).status).toBe(202);
    expect(port.approvals.announced).toHaveLength(1);
  });

  it('is refused like any other vote', async () => {
    ask({ requestedBy: { name: 'U-31' } });
    expect((await publish(said(), 'publisher-u31')).status).toBe(403);
    ask({ key: 'k2', id: 'ap-2', projectId: 'a' });
    const others = await publish(
      said({ project_id: 'b' }, { approval_id: 'ap-2' }),
      'publisher-cleo-of-b',
    );
    expect(others.status).toBe(404);
    const unknown = await publish(said({}, { approval_id: 'nothing' }), 'publisher-ben');
    expect(unknown.status).toBe(404);
    ask({ key: 'k3', id: 'ap-3', visibility: 'internal' });
    const internal = await publish(said({}, { approval_id: 'ap-3' }), 'publisher-ben');
    expect([internal.status, await internal.text()]).toEqual([404, await unknown.text()]);
    await publish(said({ event_id: 'x-2' }), 'publisher-ben');
    expect((await publish(said({ event_id: 'x-3' }), 'publisher-ben')).status).toBe(409);
  });

  it('counts of each caller, also where two give it one id', async () => {
    ask({}, { required: 2 });
    for (const [token, votes] of [
      ['publisher-ben', ['1002']],
      ['publisher-ben', ['1002']],
      ['publisher-u31', ['1002', 'u-31']],
    ] as const) {
      expect((await publish(said(), token)).status).toBe(202);
      expect((await standing())?.votes.map(({ by }) => by.id)).toEqual(votes);
    }
    expect((await standing())?.outcome?.status).toBe('approved');
  });

  it('comes alone, so that it is counted or nothing is', async () => {
    ask();
    const news = { event_id: 'n-1', event_type: 'job.started', job_id: 'j1', data: {} };
    const answer = await publish([news, said()], 'publisher-ben');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ index: 1 }] });
    expect((await standing())?.votes).toEqual([]);
    expect(await journalled()).toEqual([]);
  });

  it('of the end of its time is for nobody to publish', async () => {
    ask();
    const expired = said({ event_type: 'job.approval_expired' });
    for (const token of ['publisher', 'publisher-ben', 'admin']) {
      expect((await publish(expired, token)).status, token).toBe(422);
    }
  });

  it('finds a gate by its job and stage', async () => {
    ask({ stage: 'mix', jobId: 'film' });
    const gate = { type: 'gate_approved', stage: 'mix', project_id: 'a', payload: {} };
    const answer = await port.send('POST', '/api/v1/jobs/film/events', {
      token: 'publisher-ben',
      body: gate,
    });
    expect(answer.status).toBe(202);
    expect((await standing())?.outcome).toMatchObject({ status: 'approved', by: { id: '1002' } });
  });
});

describe.each(['job.approval_canceled', 'job.approval_withdrawn', 'Job.Approval_Withdrawn'])(
  'a withdrawal published as %s',
  (event_type) => {
    const withdrawal = said({ event_type, project_id: 'a' });

    it.each([
      { who: 'the token that asked', token: 'publisher-of-a', askedBy: 'token:test', status: 202 },
      { who: 'an admin', token: 'admin', status: 202 },
      { who: 'somebody who may decide it', token: 'publisher-ben', status: 202 },
      { who: 'another token of it', token: 'publisher-of-a', askedBy: 'token:other', status: 422 },
      { who: 'a token that may only publish', token: 'publisher', status: 422 },
      { who: 'somebody of another project', token: 'publisher-cleo-of-b', status: 422 },
    ])('by $who is answered with $status', async ({ token, askedBy, status }) => {
      const fields = askedBy === undefined ? {} : { publishedBy: [askedBy] };
      ask(fields);
      expect((await publish(withdrawal, token)).status).toBe(status);
      expect(await journalled()).toHaveLength(status === 202 ? 1 : 0);
    });

    it('tells a request of others from none at all to nobody', async () => {
      ask({ projectId: 'b' });
      const about = (id: string) => said({ event_type, project_id: 'a' }, { approval_id: id });
      const answers = await Promise.all(
        ['ap-1', 'nothing'].map(async (id) => (await publish(about(id), 'publisher-of-a')).text()),
      );
      expect(answers[0]).toBe(answers[1]);
    });
  },
);

describe('a request published under an id that is in use', () => {
  const asked = {
    event_id: 'r-1',
    event_type: 'job.approval_needed',
    project_id: 'a',
    data: { approval_id: 'ap-1', action: 'something harmless' },
  };

  it.each([
    ['by the bus', {}, 422],
    ['by another token', { source: 'token:other' }, 422],
    ['by the same token', { source: 'token:test' }, 202],
    ['in another project', { projectId: 'b' }, 202],
    // It is a request of its own, and nobody but admins hears that it is there.
    ['by the bus, for admins alone', { visibility: 'internal' } as const, 202],
    ['by the bus, with this id as its key', { key: 'ap-1', id: 'another' }, 202],
  ])('%s', async (_who, fields, status) => {
    ask(fields);
    expect((await publish(asked, 'publisher-of-a')).status).toBe(status);
    expect(await journalled()).toHaveLength(status === 202 ? 1 : 0);
  });
});

describe('whoever publishes', () => {
  it('is written into every event, over whatever it says of itself', async () => {
    const own = { publishedBy: { tokenId: 'admin' }, own: { writesGate: true } };
    const jobwire = { ...own, id: 'e-9' };
    const body = {
      event_id: 'e-1',
      event_type: 'job.started',
      job_id: 'j1',
      project_id: 'a',
      data: {},
      ...own,
      jobwire,
    };
    expect((await publish(body, 'publisher-of-a')).status).toBe(202);
    const [entry] = await port.memory.journal.read('0-0', 1);
    expect(entry?.event.publishedBy).toEqual({ tokenId: 'test', name: 'test', isLimited: true });
    expect(entry?.event.own).toBeUndefined();
  });
});
