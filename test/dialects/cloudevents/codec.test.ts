import { describe, expect, it } from 'vitest';
import { cloudevents } from '../../../src/dialects/cloudevents/codec.ts';
import type { CanonicalEvent, JsonObject } from '../../../src/event/canonical-event.ts';
import { decodeWith, refusalOf } from '../../helpers/decoded.ts';
import { anEvent } from '../../helpers/events.ts';

const decode = (message: unknown) => decodeWith(cloudevents, message);
const asJson = (event: CanonicalEvent): JsonObject =>
  JSON.parse(JSON.stringify(cloudevents.encode(event)));
const rewritten = (message: unknown) => asJson(decode(message).event);

const full = {
  specversion: '1.0',
  id: 'A234',
  source: 'https://ci.example.com/runners/1',
  type: 'com.example.Build.completed',
  time: '2026-03-02T10:00:01.5+01:00',
  subject: 'main',
  datacontenttype: 'application/json',
  dataschema: 'https://ci.example.com/schema.json',
  projectid: 'acme/gateway',
  sessionid: 'S1',
  jobid: 'j1',
  stage: 'deploy',
  correlationid: 'c1',
  causationid: 'c0',
  visibility: 'internal',
  tenant: 'blue',
  attempt: 3,
  urgent: true,
  data: { files: 2 },
};
const { time: _time, ...timeless } = full;
const least = { specversion: '1.0', id: 'A1', source: '/s', type: 'x.y' };

describe('reading CloudEvents', () => {
  it('reads what an event has a field for, and keeps the rest', () => {
    const decoded = decode(full);
    expect(decoded.event).toEqual({
      id: 'A234',
      type: 'com.example.Build.completed',
      time: '2026-03-02T09:00:01.500Z',
      source: { component: 'https://ci.example.com/runners/1' },
      projectId: 'acme/gateway',
      sessionId: 'S1',
      jobId: 'j1',
      stage: 'deploy',
      correlationId: 'c1',
      causationId: 'c0',
      aggregate: 'job:j1',
      visibility: 'internal',
      recipients: 'all',
      data: { files: 2 },
      extensions: {
        time: '2026-03-02T10:00:01.5+01:00',
        subject: 'main',
        datacontenttype: 'application/json',
        dataschema: 'https://ci.example.com/schema.json',
        tenant: 'blue',
        attempt: 3,
        urgent: true,
      },
      dialect: 'cloudevents',
    });
  });

  it('recognises a repeat by source and id together', () => {
    const [one, other] = [decode(full), decode({ ...full, source: '/other' })];
    expect(one).toMatchObject({ identity: 'id', repeatKey: `${full.source} A234` });
    expect(other.event.id).toBe(one.event.id);
    expect(other.repeatKey).not.toBe(one.repeatKey);
  });

  it('fills in what a minimal CloudEvent leaves out', () => {
    expect(decode(least).event).toEqual({
      id: 'A1',
      type: 'x.y',
      time: '2026-03-02T10:00:00.000Z',
      source: { component: '/s' },
      aggregate: 'system',
      visibility: 'public',
      recipients: 'all',
      data: {},
      dialect: 'cloudevents',
    });
  });

  it('treats null as absent', () => {
    const nulls = { time: null, projectid: null, subject: null, tenant: null, visibility: null };
    expect(decode({ ...least, ...nulls }).event).toEqual(decode(least).event);
  });

  it.each([
    [{ specversion: '0.3' }, /specversion must be "1\.0"/],
    [{ specversion: undefined }, /specversion must be "1\.0"/],
    [{ id: undefined }, /id must be text of 1 to 512 characters, like "A234-1234-1234"/],
    [{ id: '' }, /id must be text/],
    [{ id: 7 }, /id must be text/],
    [{ source: undefined }, /source must be a URI reference without spaces, like/],
    [{ source: 'two words' }, /source must be a URI reference/],
    [{ source: '' }, /source must be a URI reference/],
    [{ type: undefined }, /type must be a dotted name.*like "com\.example/],
    [{ type: 'a\nevent: b' }, /type must be a dotted name/],
    [{ projectid: 5 }, /projectid must be text.*like "acme\/gateway"/],
    [{ jobid: '' }, /jobid must be text/],
    [{ visibility: 'hunter2' }, /visibility must be "public" or "internal"/],
    [{ subject: 5 }, /subject must be text/],
    [{ data_base64: 'aGk=' }, /either data or data_base64/],
    [{ data: undefined, data_base64: 'hunter2!' }, /data_base64 must be text in base64/],
    [{ hunter2_X: 'a' }, /names of lower-case letters and digits/],
    [{ tenant: { hunter2: 1 } }, /text, numbers, true or false as values/],
    [{ jobwire: {} }, /jobwire must be the JSON text of an object/],
    [{ jobwire: '{hunter2' }, /jobwire must be the JSON text of an object, like/],
  ])('refuses a wrong attribute (%#) and says what was expected', (fields, reason) => {
    const text = refusalOf(cloudevents, { ...full, ...fields });
    expect(text).toMatch(reason);
    expect(text).not.toContain('hunter2');
  });

  it('names everything that is missing at once', () => {
    expect(refusalOf(cloudevents, {})).toMatch(/specversion .*; id .*; source .*; type /);
  });
});

describe('writing CloudEvents', () => {
  it.each([full, { ...full, time: '2026-03-02T09:00:01.500Z' }])(
    'comes back as it was (%#)',
    (it) => {
      expect(rewritten(it)).toEqual(it);
    },
  );

  it('writes the arrival where there was no time', () => {
    expect(rewritten(timeless)).toEqual({ ...timeless, time: '2026-03-02T10:00:00.000Z' });
  });

  it.each([
    { data: { deep: [{ a: null }] } },
    { data: 'text' },
    { data: 0 },
    { data: null },
    { data: [1, { a: 2 }] },
    { data: { data: 5 } },
    { data: { data: { a: 1 } } },
    { data: { data: { data: 'x' } } },
    { data: { data_base64: 'aGk=' } },
    { data: { data_base64: 'no base64!' } },
    { data_base64: 'aGk=' },
    { data_base64: '' },
  ])('gives the payload %j back unchanged', (payload) => {
    const message = { ...least, time: '2026-03-02T09:00:01.500Z', ...payload };
    const { event } = decode(message);
    expect(typeof event.data).toBe('object');
    expect(asJson(event)).toEqual(message);
  });

  it.each([
    {},
    { data: 5 },
    { data: { x: 1 } },
    { data: { data: 5 } },
    { data: 5, more: 1 },
    { data_base64: 'aGk=' },
    { data_base64: 'no base64!' },
    { data_base64: { x: 1 } },
  ])('gives the data %j of another dialect back without leftovers', (data: JsonObject) => {
    const message = asJson(anEvent({ data }));
    expect(message).not.toHaveProperty('jobwire');
    expect(decode(message).event.data).toEqual(data);
  });

  it('writes an event of another dialect; what has no attribute is text in the attribute jobwire', () => {
    const event = anEvent({
      type: 'job.progress',
      id: 'e1',
      source: { component: 'runner', instanceId: 'r1' },
      recipients: [5],
      extensions: { tenant: 'blue', Trace: 'x', time: 'odd', subject: 5 },
    });
    const { jobwire, ...shape } = asJson(event);
    expect(shape).toEqual({
      specversion: '1.0',
      id: 'e1',
      source: 'runner',
      type: 'job.progress',
      time: '2026-03-02T09:00:00.000Z',
      projectid: 'p1',
      sessionid: 'S1',
      jobid: 'j1',
      tenant: 'blue',
      data: event.data,
    });
    expect(JSON.parse(String(jobwire))).toEqual({
      source: { component: 'runner', instanceId: 'r1' },
      recipients: [5],
      extensions: event.extensions,
      dialect: 'televibe',
    });
    const decoded = decode({ ...shape, jobwire });
    expect(decoded.event).toEqual({ ...event, dialect: 'cloudevents' });
    expect(decoded.repeatKey).toBe('e1');
  });

  it('names jobwire as the source where the component is no URI reference', () => {
    const event = anEvent({ source: { component: 'two words' } });
    const message = asJson(event);
    expect(message.source).toBe('jobwire');
    expect(decode(message).event.source).toEqual({ component: 'two words' });
  });
});
