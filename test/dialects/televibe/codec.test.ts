import { describe, expect, it } from 'vitest';
import type { Decoded } from '../../../src/dialects/dialect.ts';
import { televibe } from '../../../src/dialects/televibe/codec.ts';
import type { JsonObject } from '../../../src/event/canonical-event.ts';
import { ARRIVED_AT, decodeWith, refusalOf } from '../../helpers/decoded.ts';
import { anEvent } from '../../helpers/events.ts';
import { fixtureLines } from '../../helpers/fixtures.ts';

interface Fixture {
  readonly raw: JsonObject & { readonly event_type: string };
  readonly channel: string;
}

function decodeText(text: string, arrivedAt = ARRIVED_AT): Decoded {
  return decodeWith(televibe, text, { arrivedAt });
}

const decode = (message: object, arrivedAt?: number) =>
  decodeText(JSON.stringify(message), arrivedAt);

const full = {
  event_id: 'e1',
  event_type: 'job.started',
  timestamp: '2026-03-02T09:00:01.250Z',
  source: { component: 'runner', instance_id: 'runner-1' },
  project_id: 'p1',
  session_id: 'S1',
  job_id: 'j1',
  data: { instruction: 'go' },
  visibility: 'public',
  recipients: 'all',
};

const refusal = (message: object | string) => refusalOf(televibe, message);

describe('recorded televibe messages', () => {
  it.each(fixtureLines<Fixture>('televibe/televibe.jsonl'))(
    '$raw.event_type comes back as it was',
    ({ raw }) => {
      const { event } = decode(raw);
      const filledIn = {
        event_id: event.id,
        timestamp: '2026-03-02T10:00:00.000Z',
        source: { component: 'unknown' },
        session_id: null,
        job_id: null,
        visibility: 'public',
        recipients: 'all',
      };
      const recipients = Array.isArray(raw.recipients) ? raw.recipients.map(Number) : 'all';
      expect(JSON.parse(JSON.stringify(televibe.encode(event)))).toEqual({
        ...filledIn,
        ...raw,
        recipients,
      });
    },
  );

  it.each(fixtureLines<{ text: string }>('televibe/malformed.jsonl'))(
    '$text is refused',
    ({ text }) => {
      expect(refusal(text)).toMatch(/object|event_type must be/);
    },
  );
});

describe('reading', () => {
  it('names every field of the envelope', () => {
    const { event, identity, repeatKey } = decode({ ...full, causation_id: 'c', stage: 'build' });
    expect(event).toEqual({
      id: 'e1',
      type: 'job.started',
      time: '2026-03-02T09:00:01.250Z',
      source: { component: 'runner', instanceId: 'runner-1' },
      projectId: 'p1',
      sessionId: 'S1',
      jobId: 'j1',
      stage: 'build',
      causationId: 'c',
      aggregate: 'job:j1',
      visibility: 'public',
      recipients: 'all',
      data: { instruction: 'go' },
      dialect: 'televibe',
    });
    expect({ identity, repeatKey }).toEqual({ identity: 'id', repeatKey: 'e1' });
  });

  it('fills in what a short message leaves out', () => {
    const { event } = decode({ event_type: 'job.progress', project_id: 'p1', job_id: null });
    expect(event).toMatchObject({
      time: '2026-03-02T10:00:00.000Z',
      visibility: 'public',
      recipients: 'all',
      data: {},
      aggregate: 'project:p1',
    });
    expect(event).not.toHaveProperty('jobId');
    expect(event).not.toHaveProperty('sessionId');
  });

  it('accepts ids and chat ids as numbers and as text', () => {
    const { event } = decode({
      ...full,
      event_id: 7,
      project_id: 1,
      job_id: 2,
      recipients: ['1001', -1002003004005, '-42'],
    });
    expect(event).toMatchObject({ id: '7', projectId: '1', jobId: '2', aggregate: 'job:2' });
    expect(event.recipients).toEqual([1001, -1002003004005, -42]);
  });

  it.each([
    ['2026-03-02T10:00:01+01:00', '2026-03-02T09:00:01.000Z'],
    ['2026-03-02T09:00:01.123456-00:30', '2026-03-02T09:30:01.123Z'],
    ['2026-03-02 09:00:01z', '2026-03-02T09:00:01.000Z'],
    ['2026-06-30T23:59:60Z', '2026-06-30T23:59:59.999Z'],
    [1772442001, '2026-03-02T09:00:01.000Z'],
    [1772442001.25, '2026-03-02T09:00:01.250Z'],
    [1772442001250, '2026-03-02T09:00:01.250Z'],
  ])('reads the timestamp %s', (timestamp, time) => {
    expect(decode({ ...full, timestamp }).event.time).toBe(time);
  });

  it.each([
    [{ event_id: 2 ** 60 }, /event_id must be text/],
    [{ event_id: 'x'.repeat(513) }, /event_id/],
    [{ job_id: { a: 1 } }, /job_id must be text/],
    [{ event_type: undefined }, /event_type must be a dotted name/],
    [{ event_type: 'job started\nevent: x' }, /event_type must be a dotted name/],
    [{ visibility: 'secret-one' }, /visibility must be "public" or "internal"/],
    [{ recipients: 'ana' }, /recipients must be "all" or a list/],
    [{ recipients: ['12x'] }, /recipients must be "all" or a list/],
    [{ recipients: [1.5] }, /recipients must be "all" or a list/],
    [{ recipients: ['0x10'] }, /recipients must be "all" or a list/],
    [{ recipients: [''] }, /recipients must be "all" or a list/],
    [{ recipients: ['9999999999999999'] }, /recipients must be "all" or a list/],
    [{ data: ['a'] }, /data must be an object/],
    [{ source: 'runner' }, /source must be an object/],
    [{ source: { component: {} } }, /source\.component must be text/],
  ])('refuses a wrong field (%#) and says what was expected', (fields, reason) => {
    const text = refusal({ ...full, ...fields });
    expect(text).toMatch(reason);
    expect(text).not.toContain('secret-one');
  });

  it('never quotes what it cannot read', () => {
    expect(refusal('{"token": hunter2')).not.toContain('hunter2');
  });

  it('keeps unknown types and unknown fields, and writes them back', () => {
    const strange = {
      ...full,
      event_type: 'job.teleported',
      trace: { id: 'abc' },
      stage: { odd: true },
      source: { component: 'runner', host: 'h1' },
    };
    const { event } = decode(strange);
    expect(event.extensions).toEqual({
      trace: { id: 'abc' },
      stage: { odd: true },
      source: { host: 'h1' },
    });
    expect(televibe.encode(event)).toEqual(strange);
  });

  it('treats hostile field names as plain fields', () => {
    const hostile = '"__proto__": {"polluted": true}, "constructor": {"prototype": {"x": 1}}';
    const text = `{"event_type": "job.x", "event_id": "e", ${hostile}, "data": {${hostile}}}`;
    const { event } = decodeText(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(event).not.toHaveProperty('polluted');
    expect(event.extensions?.polluted).toBeUndefined();
    expect(event.data.polluted).toBeUndefined();
    expect(Object.keys(event.extensions ?? {}).sort()).toEqual(['__proto__', 'constructor']);
    expect(JSON.stringify(televibe.encode(event))).toContain('"__proto__":{"polluted":true}');
  });

  it('refuses messages over 1 MiB, counted in bytes', () => {
    const withText = (text: string) => JSON.stringify({ event_type: 'job.x', data: { text } });
    const around = withText('').length;
    const limit = 1_048_576 - around;
    expect(decodeText(withText('x'.repeat(limit))).event.type).toBe('job.x');
    expect(refusal(withText('x'.repeat(limit + 1)))).toContain('over 1048576 bytes');
    expect(refusal(withText('é'.repeat(limit / 2 + 1)))).toContain('over 1048576 bytes');
  });

  it('refuses nesting that would overflow the stack later', () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const message = (levels: number) => `{"event_type":"job.x","data":${nested(levels)}}`;
    expect(decodeText(message(99)).event.type).toBe('job.x');
    expect(refusal(message(100))).toContain('levels deep');
    expect(refusal(message(100_000))).toContain('levels deep');
  });
});

describe('identity', () => {
  const { event_id: _id, ...noId } = full;
  const { timestamp: _time, ...bare } = noId;

  it('is the content where there is a time but no id, in whatever order the keys come', () => {
    const one = decode(noId, 1);
    const other = decode(Object.fromEntries(Object.entries(noId).reverse()), 2);
    expect(other.event.id).toBe(one.event.id);
    expect(one).toMatchObject({ identity: 'id', repeatKey: one.event.id });
    expect(decode({ ...noId, job_id: 'j2' }, 1).event.id).not.toBe(one.event.id);
  });

  it('tells later messages of the same content apart when there is neither', () => {
    const one = decode(bare, 1_000);
    const other = decode(bare, 20_000);
    expect(one.identity).toBe('content');
    expect(other.repeatKey).toBe(one.repeatKey);
    expect(other.event.id).not.toBe(one.event.id);
  });
});

describe('writing', () => {
  it('writes an event of another dialect in full', () => {
    const event = anEvent({
      id: 'd1',
      type: 'pr.created',
      time: '2026-03-02T09:00:00.000Z',
      source: { component: 'pipeline' },
      correlationId: 'corr',
      data: { pr_number: 4 },
      extensions: { version: '1', event_type: 'fake', visibility: 'public' },
      visibility: 'internal',
      recipients: [5],
      dialect: 'delivery',
    });
    const { sessionId: _session, jobId: _job, ...rest } = event;
    expect(televibe.encode(rest)).toEqual({
      event_id: 'd1',
      event_type: 'pr.created',
      timestamp: '2026-03-02T09:00:00.000Z',
      source: { component: 'pipeline' },
      project_id: 'p1',
      session_id: null,
      job_id: null,
      data: { pr_number: 4 },
      visibility: 'internal',
      recipients: [5],
      correlation_id: 'corr',
      version: '1',
    });
  });
});
