import { describe, expect, it } from 'vitest';
import type { RawMessage } from '../../../src/dialects/dialect.ts';
import { pipeline } from '../../../src/dialects/pipeline/codec.ts';
import type { JsonObject } from '../../../src/event/canonical-event.ts';
import { contentId } from '../../../src/event/event-id.ts';
import { decodeWith, refusalOf } from '../../helpers/decoded.ts';
import { anEvent } from '../../helpers/events.ts';
import { fixtureLines } from '../../helpers/fixtures.ts';

interface Fixture {
  readonly job_id: string;
  readonly raw: JsonObject;
}

const isHeartbeat = ({ raw }: Fixture) => raw.type === 'heartbeat';
const RECORDED = fixtureLines<Fixture>('pipeline/pipeline.jsonl');
const FIXTURES = RECORDED.filter((fixture) => !isHeartbeat(fixture));
type Place = Partial<Pick<RawMessage, 'about' | 'arrivedAt'>>;
const JOB = { jobId: 'spring-trailer-01' };

const decode = (message: unknown, { about = JOB, arrivedAt = 1_000 }: Place = {}) =>
  decodeWith(pipeline, message, { about, arrivedAt });
const refusal = (message: unknown, { about = JOB }: Place = {}) =>
  refusalOf(pipeline, message, { about });

/** In the spelling that is written. */
function unified({ timestamp, event_type, metadata, ...raw }: JsonObject): JsonObject {
  if (event_type === undefined) return raw;
  return { ts: timestamp ?? null, type: event_type, payload: metadata ?? null, ...raw };
}

const full = {
  ts: '2026-03-02T12:04:00.000Z',
  type: 'stage_completed',
  stage: 'script',
  status: 'completed',
  message: 'Script ready',
  payload: { words: 812 },
};

describe('recorded pipeline messages', () => {
  it.each(FIXTURES)(
    '$raw.message comes back in the spelling that is written',
    ({ raw, job_id }) => {
      const { event } = decode(raw, { about: { jobId: job_id } });
      const written = pipeline.encode(event);
      expect(written).toEqual(unified(raw));
      expect(Object.keys(written as object)).toEqual([
        ...['ts', 'type', 'stage', 'status', 'message', 'payload'],
      ]);
      expect(event.id).toBe(contentId('pipeline', { job_id, ...unified(raw) }));
    },
  );

  it('get a dot for their first underscore', () => {
    const types = FIXTURES.map(({ raw }) => decode(raw).event.type);
    expect(new Set(types)).toEqual(
      new Set([
        ...['job.created', 'job.started', 'stage.started', 'stage.completed', 'stage.failed'],
        ...['gate.pause', 'gate.approved', 'gate.rejected', 'gate.auto_approved'],
        ...['job.completed', 'job.failed', 'job.canceled', 'job.resumed'],
      ]),
    );
  });

  it('keep a connection alive with heartbeats, which are no events', () => {
    const beats = RECORDED.filter(isHeartbeat);
    expect(beats).toHaveLength(1);
    const place = { dialect: 'pipeline', source: 'runs', arrivedAt: 1, about: JOB };
    const decodeAs = (about: object) =>
      beats.map(({ raw }) => pipeline.decode({ ...place, about, text: JSON.stringify(raw) }));
    expect(decodeAs(JOB)).toMatchObject([{ isHeartbeat: true, event: JOB }]);
    expect(decodeAs({})).toEqual([undefined]);
  });

  const malformed = fixtureLines<{ dialect: string; text: string }>('malformed.jsonl');
  it.each(malformed.filter(({ dialect }) => dialect === 'pipeline'))(
    'refuses $text and says what was expected',
    ({ text }) => {
      const reason = refusal(text);
      expect(reason).toMatch(/type \(or event_type\) must be a name/);
      expect(reason).not.toContain('yesterday');
    },
  );
});

describe('reading', () => {
  it('names every field of the message', () => {
    const { event, ...rest } = decode({ ...full, project_id: 'p1', trace: null });
    expect(event).toEqual({
      id: event.id,
      type: 'stage.completed',
      time: '2026-03-02T12:04:00.000Z',
      source: { component: 'pipeline' },
      jobId: 'spring-trailer-01',
      projectId: 'p1',
      stage: 'script',
      aggregate: 'job:spring-trailer-01',
      visibility: 'public',
      recipients: 'all',
      data: { words: 812 },
      extensions: { status: 'completed', message: 'Script ready', trace: null },
      dialect: 'pipeline',
    });
    expect(rest).toEqual({ identity: 'id', repeatKey: event.id });
  });

  it.each([
    { stage: null, status: null, message: '', payload: null },
    { stage: ['odd'], status: 4, message: { odd: true }, project_id: 5 },
    { job_id: 'spring-trailer-01', project_id: 'p1', trace: { id: 'abc' }, note: null },
    { timestamp: 'other', event_type: 'other', metadata: { other: true } },
    { type: 'stage' },
    { status: null, message: '', payload: { status: 'ok', message: 'in the payload' } },
    { payload: {}, metadata: { other: true } },
    { type: 'stage.of.three' },
  ])('writes %j back as it came', (fields) => {
    const message = { ...full, ...fields };
    expect(pipeline.encode(decode(message).event)).toEqual(message);
  });

  it('gives the same event in either spelling, whatever the clock', () => {
    const { ts, type, payload, ...rest } = full;
    const other = { timestamp: '2026-03-02T13:04:00+01:00', event_type: type, metadata: payload };
    const { event } = decode(full);
    expect(decode({ ...rest, ...other }).event).toEqual(event);
    expect(decode({ ...full, ts: Date.parse(ts) }).event).toEqual(event);
    expect(decode(full, { about: { jobId: 'j2' } }).event.id).not.toBe(event.id);
    expect(decode({ ...full, message: 'Script' }).event.id).not.toBe(event.id);
  });

  it('identifies a message without time by its content and its arrival', () => {
    const { ts: _none, ...bare } = full;
    const [early, late] = [decode(bare, { arrivedAt: 1_000 }), decode(bare, { arrivedAt: 20_000 })];
    expect(early).toMatchObject({
      identity: 'content',
      event: { time: '1970-01-01T00:00:01.000Z' },
    });
    expect(late.repeatKey).toBe(early.repeatKey);
    expect(late.event.id).not.toBe(early.event.id);
  });

  it('takes job and project from the source, else from the message', () => {
    const message = { ...full, job_id: 'j-said', project_id: 'p-said' };
    const place = { jobId: 'j-found', projectId: 'p-found' };
    expect(decode(message, { about: place }).event).toMatchObject(place);
    expect(decode(message, { about: {} }).event).toMatchObject({
      jobId: 'j-said',
      projectId: 'p-said',
    });
    const lying = { ...message, jobwire: { jobId: 'j-lied', projectId: 'p-lied' } };
    expect(decode(lying, { about: place }).event).toMatchObject({
      ...place,
      aggregate: 'job:j-found',
    });
  });

  it('keeps the project that a message names when its source names another', () => {
    const message = { ...full, project_id: 'p-said' };
    const { event } = decode(message, { about: { ...JOB, projectId: 'p-found' } });
    expect(event).toMatchObject({ projectId: 'p-found', extensions: { project_id: 'p-said' } });
  });

  it.each([
    [{ type: 5 }, /type \(or event_type\) must be a name/],
    [{ type: 'stage started' }, /type \(or event_type\) must be a name/],
    [{ payload: 'secret-one' }, /payload \(or metadata\) must be an object/],
    [{ payload: null, metadata: [] }, /payload \(or metadata\) must be an object/],
  ])('refuses %j and says what was expected', (fields, reason) => {
    const text = refusal({ ...full, ...fields });
    expect(text).toMatch(reason);
    expect(text).not.toContain('secret-one');
  });

  it.each([{}, { job_id: '' }, { job_id: 5 }, { jobwire: {} }])(
    'refuses a message of no known job (%j)',
    (fields) => {
      expect(refusal({ ...full, ...fields }, { about: {} })).toMatch(/runs\/<job id>\/events/);
    },
  );
});

describe('writing', () => {
  it('writes an event of another dialect, and the rest into the leftovers', () => {
    const data = { summary: 'All green', status: 'ok' };
    const event = anEvent({ id: 't1', type: 'job.progress', data });
    expect(pipeline.encode(event)).toEqual({
      ts: '2026-03-02T09:00:00.000Z',
      type: 'job_progress',
      stage: null,
      status: 'ok',
      message: 'All green',
      payload: { summary: 'All green', status: 'ok' },
      project_id: 'p1',
      jobwire: {
        id: 't1',
        source: { component: 'runner' },
        sessionId: 'S1',
        extensions: null,
        dialect: 'televibe',
      },
    });
  });

  it.each([
    [{ extensions: { message: 'said' }, data: { message: 'in the data' } }, 'said'],
    [{ data: { error: 'e', message: 'm' } }, 'm'],
    [{ data: { error: 'e', summary: '' } }, 'e'],
    [{ data: { instruction: 'i' } }, 'i'],
    [{ data: { narration: 'n', message: 5 } }, 'n'],
    [{ data: {} }, ''],
  ])('says of %j at a glance: %j', (fields, message) => {
    expect(pipeline.encode(anEvent(fields))).toMatchObject({ message });
  });

  it.each([
    ['job.tool_started', 'job_tool_started'],
    ['agent.execution.failed', 'agent.execution.failed'],
    ['heartbeat', 'event_heartbeat'],
  ])('writes the type %s as %s and reads it back', (type, written) => {
    const message = pipeline.encode(anEvent({ type }));
    expect(message).toMatchObject({ type: written });
    expect(decode(JSON.stringify(message)).event.type).toBe(type);
  });

  it('keeps extensions that cannot be fields of the message', () => {
    const extensions = { status: null, message: null, ts: 'x', type: 7, jobwire: {}, trace: 'abc' };
    const event = anEvent({ extensions });
    const written = pipeline.encode(event);
    expect(written).toMatchObject({ status: null, message: '', trace: 'abc' });
    expect(decode(JSON.stringify(written), { about: { jobId: 'j1' } }).event).toEqual({
      ...event,
      dialect: 'pipeline',
    });
  });

  it('keeps an event without a job', () => {
    const { jobId: _none, ...event } = anEvent({ extensions: { job_id: 'not its job' } });
    const text = JSON.stringify(pipeline.encode(event));
    expect(decode(text, { about: {} }).event).toEqual({ ...event, dialect: 'pipeline' });
  });
});
