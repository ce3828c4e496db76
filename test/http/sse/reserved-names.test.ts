// An event never passes for what a stream says of itself, whatever its type and dialect, also one that is stored already.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialectNamed } from '../../../src/dialects/all-dialects.ts';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { controlFrame, eventFrame, RESERVED_NAMES } from '../../../src/http/sse/sse.ts';
import { readMessage } from '../../../src/web/live/stream-message.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';
import { openPeer } from '../live-parts.ts';

const shapeOf = (dialect: string) => (event: CanonicalEvent) => dialectNamed(dialect).encode(event);

let port: HttpApi;
beforeAll(async () => {
  port = await startHttpApi({
    encode: shapeOf('televibe'),
    encodePipeline: shapeOf('pipeline'),
    encodeJobs: shapeOf('jobs'),
  });
});
afterAll(() => port.stop());

/** The names of streams, of EventSource, and what a careless client may take for one of them. */
const RESERVED = [
  ...RESERVED_NAMES,
  ...['Gap', 'GAP', 'Error', ' gap', 'gap ', 'gap\n', '\ngap', 'gap\0', ''],
];
const OTHERS = [
  'job.started',
  'gap.closed',
  'job.error',
  'end.of.day',
  'gaps',
  'custom',
  'event.heartbeat',
];

describe.each(RESERVED)('an event of the type %j', (type) => {
  it('comes without a name, with its type in its data, and is resumed after', async () => {
    const stream = await port.open('/events?project_id=p1');
    await port.publish({ type });
    await stream.until(({ events }) => events.length === 1);
    const [message] = stream.events;
    expect(message?.event).toBeUndefined();
    expect(JSON.parse(message?.data ?? '')).toMatchObject({ event_type: type });
    // Stored meanwhile.
    const history = await port.open('/events?since=0');
    await history.until(({ text }) => text.includes(JSON.stringify(type)));
    expect(history.events.filter(({ event }) => event !== undefined)).toEqual([]);
    const next = await port.open('/events', { lastEventId: message?.id ?? '' });
    await port.publish({ type: 'gap', id: `after-${type}` });
    await next.until(({ events }) => events.length === 1);
    expect(JSON.parse(next.events[0]?.data ?? '')).toMatchObject({ event_id: `after-${type}` });
    for (const each of [stream, history, next]) each.close();
  });

  it('is an event to the dashboard, whatever name it came under', () => {
    const data = JSON.stringify({ event_id: 'e1', event_type: type });
    for (const event of [undefined, type, 'gap']) {
      expect(readMessage({ event, data }).kind).toBe('event');
    }
    expect(readMessage({ event: 'gap', data: '{"epoch":"e1"}' }).kind).toBe('gap');
    expect(readMessage({ event: undefined, data: '{}' }).kind).toBe('other');
  });
});

describe('an event of another type', () => {
  it.each(OTHERS)('comes under its name: %s', async (type) => {
    const stream = await port.open('/events');
    await port.publish({ type });
    await stream.until(({ events }) => events.length === 1);
    expect(stream.events[0]?.event).toBe(type);
    stream.close();
  });
});

describe('on other ways', () => {
  const publish = (body: unknown, path = '/api/v1/events') =>
    port.send('POST', path, { token: 'admin', body });

  it.each([...RESERVED_NAMES])(
    '%s that is published is an event: in each dialect',
    async (type) => {
      const jobId = `job-${type}`;
      const at = { project_id: 'p1', job_id: jobId };
      await publish({ event_type: type, ...at });
      await publish({
        ...{ specversion: '1.0', id: `ce-${type}`, source: '/x', type },
        ...{ jobid: jobId, projectid: 'p1' },
      });
      const shaped = { type: 'custom', message: 'x', jobwire: { type } };
      await publish(shaped, `/api/v1/jobs/${jobId}/events`);
      const stream = await port.open(`/api/v1/jobs/${jobId}/events/stream`);
      await stream.until(({ events }) => events.length >= 4);
      const named = stream.events.filter(({ event }) => event !== undefined);
      expect(named.map(({ event }) => event)).toEqual(['connected']);
      const polled = await (await port.get(`/api/v1/jobs/${jobId}/events`, 'admin')).json();
      const { events } = polled as { events: { type: string; jobwire?: object }[] };
      expect(events).toHaveLength(3);
      // `heartbeat` is a message of this shape, and no event.
      expect(events.map((one) => one.type)).not.toContain('heartbeat');
      expect(
        events.map(
          (one) =>
            dialectNamed('pipeline').decode({
              dialect: 'pipeline',
              source: 'x',
              arrivedAt: 0,
              text: JSON.stringify(one),
              about: { jobId },
            })?.event.type,
        ),
      ).toEqual([type, type, type]);
      stream.close();
    },
  );

  it('nothing but events of jobs comes on the socket', async () => {
    const peer = await openPeer(`${port.url}/ws/jobs`, { authorization: 'Bearer admin' });
    await port.publish(...RESERVED.map((type) => ({ type })), { type: 'job.failed', jobId: 'j9' });
    await peer.until(({ messages }) => messages.length > 0);
    expect(peer.messages.map((one) => one.type)).toEqual(['job.failed']);
  });
});

it('what a stream says of itself has a reserved name', () => {
  expect(RESERVED_NAMES.has('gap')).toBe(true);
  expect(controlFrame('gap', { json: '{}' })).toBe('event: gap\ndata: {}\n\n');
  expect(eventFrame('gap', { json: '{}' })).toBe('data: {}\n\n');
});
