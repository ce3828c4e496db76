import { describe, expect, it } from 'vitest';
import { build } from '../../../src/dialects/build/codec.ts';
import type { RawOrigin } from '../../../src/dialects/dialect.ts';
import type { CanonicalEvent, JsonObject } from '../../../src/event/canonical-event.ts';
import { ARRIVED_AT, decodeWith, refusalOf } from '../../helpers/decoded.ts';
import { anEvent } from '../../helpers/events.ts';
import { fixtureLines } from '../../helpers/fixtures.ts';

interface Fixture {
  readonly channel: string;
  readonly hash: { readonly fields: { readonly project_id: string } };
  readonly raw: JsonObject & { readonly type: string; readonly job_id: string };
}

const recorded = fixtureLines<Fixture>('build/build.jsonl');

const decode = (message: unknown, about: RawOrigin = {}, arrivedAt = ARRIVED_AT) =>
  decodeWith(build, message, { about, arrivedAt });
const asJson = (event: CanonicalEvent) => JSON.parse(JSON.stringify(build.encode(event)));

const started = { type: 'build.stage.started', job_id: 'b-42', stage: 'code', status: 'code' };

describe('recorded build messages', () => {
  it.each(recorded)('$raw.type of $raw.stage round-trips', ({ raw, hash }) => {
    const about = { jobId: raw.job_id, projectId: hash.fields.project_id };
    expect(asJson(decode(raw, about).event)).toEqual(raw);
    expect(asJson(decode(raw).event)).toEqual(raw);
  });

  it.each(recorded)('$raw.type of $raw.stage gives job, project and stage', ({ raw, hash }) => {
    const { type, job_id: jobId, ...data } = raw;
    const projectId = hash.fields.project_id;
    const { stage } = data;
    expect(decode(raw, { jobId, projectId }).event).toMatchObject({
      type,
      time: '2026-03-02T10:00:00.000Z',
      source: { component: 'build' },
      jobId,
      projectId,
      aggregate: `job:${jobId}`,
      data,
      dialect: 'build',
      ...(stage === undefined ? {} : { stage }),
    });
  });

  it.each(fixtureLines<{ text: string }>('build/malformed.jsonl'))(
    '$text is refused',
    ({ text }) => {
      const refusal = refusalOf(build, text, { about: { jobId: 'b-1' } });
      expect(refusal).toContain('a JSON object was expected');
      expect(refusal).not.toContain('hello');
    },
  );
});

describe('reading build messages', () => {
  it('keeps the message byte for byte', () => {
    const text = '{ "type":"snapshot.updated",\n "job_id": "b-1", "n": 1.0 }';
    const { event } = decode(text);
    expect(event.raw).toBe(text);
    expect(event.data).toEqual({ n: 1 });
  });

  it('prefers the channel and the hash to the message', () => {
    const message = { ...started, project_id: 'told' };
    expect(decode(message).event).toMatchObject({ jobId: 'b-42', projectId: 'told' });
    expect(decode(message, { jobId: 'b-1', projectId: 'kept' }).event).toMatchObject({
      jobId: 'b-1',
      projectId: 'kept',
      data: { project_id: 'told' },
    });
  });

  it('keeps unknown fields, and unexpected values where they are', () => {
    const odd = { type: 'x.y', stage: 3, status: {}, project_id: [], jobwire: 'mine' };
    const { event } = decode(odd, { jobId: 'b-1' });
    expect(event.data).toEqual({ stage: 3, status: {}, project_id: [], jobwire: 'mine' });
    expect(event).not.toHaveProperty('stage');
    expect(event).not.toHaveProperty('projectId');
  });

  it.each([
    [{ job_id: 'b-1' }, /type must be a dotted name.*like "build.stage.started"/],
    [{ ...started, type: 'a b' }, /type must be a dotted name/],
    [{ type: 'x.y' }, /job_id must be the job id, like "b-42"/],
    [{ type: 'x.y', job_id: 'x'.repeat(513) }, /job_id must be the job/],
    [{ type: 'x.y', job_id: { secret: 'hunter2' } }, /job_id must be the job/],
  ])('refuses a wrong field (%#) and says what was expected', (message, reason) => {
    const text = refusalOf(build, message);
    expect(text).toMatch(reason);
    expect(text).not.toContain('hunter2');
  });
});

describe('identity of build messages', () => {
  it('is the content and the arrival, since most have no time', () => {
    const [one, other] = [decode(started, {}, 1_000), decode(started, {}, 20_000)];
    expect(one.identity).toBe('content');
    expect(other.repeatKey).toBe(one.repeatKey);
    expect(other.event.id).not.toBe(one.event.id);
  });

  it.each(['timestamp', 'ts'])('is the content alone where %s is a time', (field) => {
    const timed = { ...started, [field]: '2026-03-02T09:00:00Z' };
    const [one, other] = [decode(timed, {}, 1_000), decode(timed, {}, 20_000)];
    expect(one).toMatchObject({ identity: 'id', repeatKey: one.event.id });
    expect(one.event.time).toBe('2026-03-02T09:00:00.000Z');
    expect(other.event.id).toBe(one.event.id);
  });

  it('tells apart two jobs that publish the same on their own channels', () => {
    const message = { type: 'snapshot.updated' };
    const [one, other] = [decode(message, { jobId: 'b-1' }), decode(message, { jobId: 'b-2' })];
    expect(other.repeatKey).not.toBe(one.repeatKey);
  });
});

describe('writing build messages', () => {
  const data = { stage: 'code', status: 'code' };
  const foreign = anEvent({ id: 'e1', type: 'job.progress', stage: 'code', data });

  it('writes an event of another dialect; the rest goes into the leftovers', () => {
    expect(build.encode(foreign)).toEqual({
      type: 'job.progress',
      job_id: 'j1',
      stage: 'code',
      status: 'code',
      jobwire: {
        id: 'e1',
        time: '2026-03-02T09:00:00.000Z',
        source: { component: 'runner' },
        projectId: 'p1',
        sessionId: 'S1',
        dialect: 'televibe',
      },
    });
  });

  it('keeps apart data that would change type, job, stage or project', () => {
    const { projectId: _project, jobId: _job, stage: _stage, ...rest } = foreign;
    const data = {
      type: 'x',
      job_id: 'x',
      stage: 'x',
      project_id: 'x',
      jobwire: {},
      ts: 1,
      own: 2,
    };
    const event = { ...rest, aggregate: 'session:S1', data };
    const message = asJson(event);
    expect(message).toMatchObject({ type: 'job.progress', ts: 1, own: 2, jobwire: { data } });
    for (const name of ['job_id', 'stage', 'project_id']) expect(message).not.toHaveProperty(name);
    const { raw: _raw, ...decoded } = decode(message).event;
    expect(decoded).toEqual({ ...event, dialect: 'build' });
  });
});
