import { describe, expect, it } from 'vitest';
import { jobs } from '../../../src/dialects/jobs/codec.ts';
import type { JsonObject } from '../../../src/event/canonical-event.ts';
import { ARRIVED_AT, decodeWith, refusalOf } from '../../helpers/decoded.ts';
import { anEvent } from '../../helpers/events.ts';
import { fixtureLines } from '../../helpers/fixtures.ts';

interface Fixture {
  readonly raw: { readonly type: string; readonly payload: JsonObject };
}

const recorded = fixtureLines<Fixture>('jobs/jobs.jsonl');

const decode = (message: unknown, arrivedAt = ARRIVED_AT) =>
  decodeWith(jobs, message, { arrivedAt });
const rewritten = (message: unknown, arrivedAt?: number) =>
  JSON.parse(JSON.stringify(jobs.encode(decode(message, arrivedAt).event)));

const update = {
  type: 'job.updated',
  payload: { id: 'j1', repo_owner: 'acme', repo_name: 'gateway', updated_at: 1772442001 },
};
const withPayload = (fields: object) => ({
  type: 'job.updated',
  payload: { ...update.payload, ...fields },
});

describe('recorded jobs messages', () => {
  it.each(recorded)('$raw.type round-trips', ({ raw }) => {
    expect(rewritten(raw)).toEqual(raw);
  });

  it.each(recorded)('$raw.type gives job, project, time and payload', ({ raw }) => {
    const { event, identity } = decode(raw);
    expect(event).toMatchObject({
      type: raw.type.replace('cancelled', 'canceled'),
      source: { component: 'jobs' },
      jobId: raw.payload.id,
      projectId: 'acme/gateway',
      aggregate: `job:${raw.payload.id}`,
      visibility: 'public',
      recipients: 'all',
      dialect: 'jobs',
    });
    expect(event.data).toEqual(raw.payload);
    expect(Date.parse(event.time)).toBe(Date.parse(String(raw.payload.updated_at)));
    expect(identity).toBe('id');
  });

  it.each(fixtureLines<{ text: string }>('jobs/malformed.jsonl'))(
    '$text is refused',
    ({ text }) => {
      expect(refusalOf(jobs, text)).toMatch(/a JSON object was expected|payload must be an object/);
    },
  );
});

describe('reading jobs messages', () => {
  it('uses the time of creation for a creation, else the last change, else the arrival', () => {
    const times = { created_at: '2026-03-02T08:00:00Z', updated_at: '2026-03-02T09:00:00Z' };
    const timeOf = (type: string, fields: object) =>
      decode({ type, payload: { id: 'j1', ...fields } }).event.time;
    expect(timeOf('job.created', times)).toBe('2026-03-02T08:00:00.000Z');
    expect(timeOf('job.updated', times)).toBe('2026-03-02T09:00:00.000Z');
    expect(timeOf('job.updated', { ...times, updated_at: 'soon' })).toBe(
      '2026-03-02T08:00:00.000Z',
    );
    expect(timeOf('job.updated', { updated_at: {} })).toBe('2026-03-02T10:00:00.000Z');
  });

  it('accepts a job by number, and no project where a part of its name is missing', () => {
    const { event } = decode(withPayload({ id: 17, repo_owner: '' }));
    expect(event).toMatchObject({ jobId: '17', aggregate: 'job:17', data: { id: 17 } });
    expect(event).not.toHaveProperty('projectId');
  });

  it('keeps unknown types, fields and unexpected values, and writes them back', () => {
    const odd = JSON.parse(`{
      "type": "job.teleported", "trace": {"id": "abc"}, "jobwire": "no leftovers",
      "payload": {"id": "j1", "repo_owner": 5, "progress": "half", "__proto__": {"polluted": true}}
    }`);
    const { event } = decode(odd);
    expect(event.type).toBe('job.teleported');
    expect(event.extensions).toEqual({ trace: { id: 'abc' }, jobwire: 'no leftovers' });
    expect(JSON.stringify(rewritten(odd))).toContain('"__proto__":{"polluted":true}');
    expect(rewritten(odd)).toEqual(odd);
  });

  it('writes back a cancellation in the spelling it arrived in', () => {
    for (const type of ['job.cancelled', 'job.canceled']) {
      expect(decode({ ...update, type }).event.type).toBe('job.canceled');
      expect(rewritten({ ...update, type })).toEqual({ ...update, type });
    }
  });

  it.each([
    [{ payload: { id: 'j1' } }, /type must be a dotted name.*like "job.updated"/],
    [{ type: 'job updated\nid: 1', payload: { id: 'j1' } }, /type must be a dotted name/],
    [
      { type: 'job.updated', payload: [] },
      /payload must be an object with the id of the job, like/,
    ],
    [withPayload({ id: undefined }), /payload\.id must be the job.*like "job_7f3a91"/],
    [withPayload({ id: '' }), /payload\.id must be the job/],
    [withPayload({ id: { secret: 'hunter2' } }), /payload\.id must be the job/],
    [withPayload({ id: 1.5 }), /payload\.id must be the job/],
    [withPayload({ id: 'x'.repeat(513) }), /payload\.id must be the job/],
    [{ ...withPayload({ id: undefined }), jobwire: 'x' }, /payload\.id must be the job/],
  ])('refuses a wrong field (%#) and says what was expected', (message, reason) => {
    const text = refusalOf(jobs, message);
    expect(text).toMatch(reason);
    expect(text).not.toContain('hunter2');
  });
});

describe('identity of jobs messages', () => {
  it('is the content where there is a time, whatever the order of the keys', () => {
    const one = decode(update, 1);
    const other = decode({ payload: update.payload, type: update.type }, 20_000);
    expect(other.event.id).toBe(one.event.id);
    expect(one).toMatchObject({ identity: 'id', repeatKey: one.event.id });
    expect(decode(withPayload({ cost_usd: 1 }), 1).event.id).not.toBe(one.event.id);
  });

  it('tells later messages of the same content apart when there is no time', () => {
    const timeless = { type: 'job.updated', payload: { id: 'j1' } };
    const [one, other] = [decode(timeless, 1_000), decode(timeless, 20_000)];
    expect(one.identity).toBe('content');
    expect(other.repeatKey).toBe(one.repeatKey);
    expect(other.event.id).not.toBe(one.event.id);
    expect(rewritten(timeless, 1_000)).toEqual(timeless);
  });
});

describe('writing jobs messages', () => {
  const foreign = anEvent({
    id: 'e1',
    type: 'job.started',
    projectId: 'acme/gateway',
    data: { instruction: 'go', progress: 0.5, cost_usd: 'much', pr_links: ['https://x.example'] },
    recipients: [5],
  });

  it('fills a payload from an event of another dialect; the rest goes into the leftovers', () => {
    expect(jobs.encode(foreign)).toEqual({
      type: 'job.started',
      payload: {
        id: 'j1',
        status: 'running',
        task: 'go',
        repo_owner: 'acme',
        repo_name: 'gateway',
        progress: 0.5,
        pr_links: ['https://x.example'],
        updated_at: '2026-03-02T09:00:00.000Z',
      },
      jobwire: {
        id: 'e1',
        source: { component: 'runner' },
        sessionId: 'S1',
        recipients: [5],
        data: foreign.data,
        dialect: 'televibe',
      },
    });
  });

  it.each([
    ['job.completed', {}, 'completed'],
    ['job.completed', { success: false }, 'failed'],
    ['job.failed', {}, 'failed'],
    ['job.canceled', {}, 'cancelled'],
    ['job.created', { status: 'odd' }, 'pending'],
    ['job.approval_needed', { status: 'waiting' }, 'waiting'],
    ['job.approval_needed', {}, undefined],
  ])('says what %s %j means for the status', (type, data, status) => {
    expect(jobs.encode(anEvent({ type, data }))).toMatchObject({
      type: type === 'job.canceled' ? 'job.cancelled' : type,
      payload: status === undefined ? {} : { status },
    });
    const { payload } = JSON.parse(JSON.stringify(jobs.encode(anEvent({ type, data }))));
    expect(payload.status).toBe(status);
  });

  it('copies only what fits: two parts of a project, a progress up to 1', () => {
    const data = { progress: 80, cost_usd: -1, tokens_in: 1.5, pr_links: [7], branch_base: 'main' };
    const event = anEvent({
      type: 'job.progress',
      projectId: 'group/sub/gateway',
      data,
      dialect: 'delivery',
    });
    expect(jobs.encode(event)).toMatchObject({
      payload: { id: 'j1', status: 'running', branch_base: 'main', updated_at: event.time },
      jobwire: { projectId: 'group/sub/gateway', data },
    });
    const { payload } = JSON.parse(JSON.stringify(jobs.encode(event)));
    expect(Object.keys(payload)).toHaveLength(4);
  });

  it('notices what an event gained or lost since it arrived', () => {
    const { projectId: _project, ...lost } = decode(update).event;
    const got = { ...decode(update).event, stage: 'code' };
    for (const event of [lost, got]) expect(decode(jobs.encode(event)).event).toEqual(event);
  });

  it('reads an event without a job back from its leftovers, and writes it identically again', () => {
    const { jobId: _job, projectId: _project, sessionId: _session, ...rest } = foreign;
    const event = { ...rest, aggregate: 'pr:7' };
    const message = JSON.parse(JSON.stringify(jobs.encode(event)));
    expect(message.payload).not.toHaveProperty('id');
    const decoded = decode(message);
    expect(decoded.event).toEqual({ ...event, dialect: 'jobs' });
    expect(decoded).toMatchObject({ identity: 'id', repeatKey: 'e1' });
    const again = JSON.parse(JSON.stringify(jobs.encode(decoded.event)));
    expect(again.payload).toEqual(message.payload);
  });

  it('ignores malformed leftovers', () => {
    const jobwire = { type: 'a\nevent: b', time: '2026-03-02', visibility: 'secret', data: 'x' };
    expect(decode({ ...update, jobwire }).event).toMatchObject({
      type: 'job.updated',
      time: '2026-03-02T09:00:01.000Z',
      visibility: 'public',
      data: update.payload,
    });
  });
});
