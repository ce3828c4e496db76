// GET /api/v1/jobs/{id}/events/stream against a real server: the same events in the same
// shape as by polling, from the oldest on.
import { setImmediate as nextTick } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/runtime/clock.ts';
import { anEvent, candidate } from '../../helpers/events.ts';
import { createManualClock } from '../../helpers/manual-clock.ts';
import { createMemoryJournal } from '../../helpers/memory-journal.ts';
import { type HttpApi, opened, startHttpApi } from '../http-api.ts';
import { curl, packageJudge, undiciJudge } from '../judges.ts';
import { eventually, pipelineShape, readersOf } from '../live-parts.ts';
import type { Stream } from './read-stream.ts';

const POLL = '/api/v1/jobs/j1/events';
const STREAM = `${POLL}/stream`;
let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi({ limits: { pageSize: 3, heldEntries: 5 } });
});
afterEach(() => port.stop());

const times = (count: number) => Array.from({ length: count }, () => ({}));
const messages = ({ events }: Stream) => events.filter(({ event }) => event === undefined);
const idsOf = (stream: Stream): string[] =>
  messages(stream).map(({ data }) => JSON.parse(data).event_id);
const has =
  (id = '') =>
  (stream: Stream) =>
    idsOf(stream).includes(id);

async function poll(path = POLL, token = 'admin') {
  const response = await port.get(path, token);
  expect(response.status).toBe(200);
  return ((await response.json()) as { events: { event_id: string }[] }).events;
}

describe('the stream of a job', () => {
  it('says hello, then all that is kept of the job from the oldest on, then what comes', async () => {
    const { ids, positions } = await port.publish({}, { jobId: 'j2' }, {}, {}, {}, {});
    const stream = await port.open(STREAM);
    const { ids: later } = await port.publish({ jobId: 'j2' }, {});
    await stream.until(has(later[1]));
    expect(stream.events[0]).toMatchObject({ event: 'connected', data: '{"job_id":"j1"}' });
    expect(stream.text).toMatch(/^id: \S+\nevent: connected\n/);
    expect(await opened(stream.events[0]?.id)).toBe('e1.0-0');
    expect(idsOf(stream)).toEqual([ids[0], ...ids.slice(2), later[1]]);
    const cursors = messages(stream).map(({ id }) => opened(id));
    expect((await Promise.all(cursors)).slice(0, 2)).toEqual([
      `e1.${positions[0]}`,
      `e1.${positions[2]}`,
    ]);
  });

  it('is the same as polling, event for event', async () => {
    await port.publish(...times(20), { jobId: 'j2' }, ...times(7));
    const stream = await port.open(STREAM);
    await stream.until((now) => messages(now).length === 27);
    const streamed = messages(stream).map(({ data }) => JSON.parse(data));
    expect(await poll()).toEqual(streamed);
  });

  it('is the same as polling where an event can not be written', async () => {
    await port.stop();
    port = await startHttpApi({
      encodePipeline: (event) => {
        if (event.type === 'bad.one') throw new Error('no such shape');
        return event.type === 'bad.two' ? undefined : pipelineShape(event);
      },
    });
    const bad = Array.from({ length: 120 }, () => ({ type: 'bad.one' }));
    const { ids } = await port.publish(...bad, {}, ...bad, { type: 'bad.two' }, {}, ...bad);
    const stream = await port.open(STREAM);
    await stream.until(has(ids[242]));
    expect(idsOf(stream)).toEqual([ids[120], ids[242]]);
    expect((await poll()).map(({ event_id }) => event_id)).toEqual([ids[120], ids[242]]);
  });

  it('loses and repeats nothing of what is published while it opens', async () => {
    await port.publish(...times(4));
    let pouring = true;
    const pour = (async () => {
      while (pouring) {
        await port.publish(...times(4), { jobId: 'j2' });
        await nextTick();
      }
    })();
    const streams = [await port.open(STREAM), await port.open(STREAM)];
    for (const stream of streams) await stream.until((now) => messages(now).length > 100);
    pouring = false;
    await pour;
    const [last = ''] = (await port.publish({})).ids;
    for (const stream of streams) await stream.until(has(last));
    const whole = await port.memory.journal.query({
      filter: { jobId: 'j1' },
      order: 'asc',
      limit: 1_000_000,
    });
    const ids = whole.entries.map(({ event }) => event.id);
    for (const stream of streams) expect(idsOf(stream)).toEqual(ids);
  });

  it('reads of what is kept only what belongs to the job', async () => {
    await port.stop();
    const memory = createMemoryJournal({ epoch: 'e1' });
    const read = () => Promise.reject(new Error('read everything'));
    port = await startHttpApi({ journal: { ...memory.journal, read }, feed: memory.feed });
    const candidates = [anEvent(), anEvent({ jobId: 'j2' }), anEvent()].map((one) =>
      candidate(one),
    );
    await memory.journal.append({ candidates, deadLetters: [] });
    const stream = await port.open(STREAM);
    await stream.until((now) => messages(now).length === 2);
  });

  it('resumes after the event that a reader had last, by header or query', async () => {
    const { ids, positions } = await port.publish(...times(8), { jobId: 'j2' }, {});
    const lastEventId = `e1.${positions[4]}`;
    const rest = [...ids.slice(5, 8), ids[9]];
    for (const stream of [
      await port.open(STREAM, { lastEventId }),
      await port.open(`${STREAM}?last_event_id=${lastEventId}`),
      await port.open(`${STREAM}?since=2026-03-01T00:00:00Z`, { lastEventId }),
    ]) {
      await stream.until(has(ids[9]));
      expect(idsOf(stream)).toEqual(rest);
      expect(stream.events[0]?.event).toBe('connected');
    }
  });

  it('tells of a gap right after its hello', async () => {
    const { ids, positions } = await port.publish(...times(4));
    port.memory.forget(positions[1] ?? '');
    const stream = await port.open(STREAM, { lastEventId: `e1.${positions[0]}` });
    await stream.until(has(ids[3]));
    expect(stream.events.map(({ event }) => event)).toEqual([
      'connected',
      'gap',
      undefined,
      undefined,
    ]);
    expect(JSON.parse(stream.events[1]?.data ?? '')).toMatchObject({ reason: 'position_expired' });
  });

  it('begins with since at that instant, also live, and so does polling', async () => {
    const early = { time: '2026-03-02T08:59:59.999Z' };
    const { ids } = await port.publish(early, {}, early, {});
    const path = '?since=2026-03-02T09:00:00Z';
    const stream = await port.open(STREAM + path);
    const { ids: live } = await port.publish(early, {});
    await stream.until(has(live[1]));
    const expected = [ids[1], ids[3], live[1]];
    expect(idsOf(stream)).toEqual(expected);
    expect((await poll(POLL + path)).map(({ event_id }) => event_id)).toEqual(expected);
  });

  it('beats with an event every five seconds, busy or not', async () => {
    await port.stop();
    const clock = createManualClock();
    port = await startHttpApi({ clock });
    await port.publish({});
    const stream = await port.open(STREAM);
    const beats = () => stream.events.filter(({ event }) => event === 'heartbeat');
    await clock.advance(4_999);
    const { ids } = await port.publish({});
    await stream.until(has(ids[0]));
    expect(beats()).toEqual([]);
    await clock.advance(1);
    await stream.until(() => beats().length === 1);
    await clock.advance(5_000);
    await stream.until(() => beats().length === 2);
    expect(beats()[0]).toMatchObject({ event: 'heartbeat', data: '{}' });
  });

  it('says hello before it beats, however long the journal takes', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { pipelineHeartbeatMs: 5 } });
    await port.publish({});
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    port.memory.beforeRead(() => released);
    const opening = port.open(STREAM);
    await eventually(async () => (await readersOf(port.metrics, 'pipeline')) === 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    release();
    const stream = await opening;
    await stream.until(({ events }) => events.length > 2);
    expect(stream.events[0]?.event).toBe('connected');
  });

  it('opens no stream for HEAD', async () => {
    await port.publish({});
    const headers = { authorization: 'Bearer admin' };
    const response = await fetch(port.url + STREAM, { method: 'HEAD', headers });
    expect([404, 405]).toContain(response.status);
    expect(await readersOf(port.metrics, 'pipeline')).toBe(0);
  });

  it('is forgotten when its reader goes away, also while it opens', async () => {
    await port.publish({});
    const stream = await port.open(STREAM);
    expect(await readersOf(port.metrics, 'pipeline')).toBe(1);
    stream.close();
    await eventually(async () => (await readersOf(port.metrics, 'pipeline')) === 0);

    let release = () => {};
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const query = port.memory.journal.query.bind(port.memory.journal);
    const answered: Promise<unknown>[] = [];
    const slow = {
      ...port.memory.journal,
      query: (wanted: Parameters<typeof query>[0]) => {
        const answer = new Promise<void>((resolve) => {
          release = resolve;
        }).then(() => query(wanted));
        answered.push(answer);
        asked();
        return answer;
      },
    };
    const other = await startHttpApi({ journal: slow, feed: port.memory.feed });
    const abort = new AbortController();
    const opening = fetch(other.url + STREAM, {
      headers: { authorization: 'Bearer admin' },
      signal: abort.signal,
    }).catch(() => 'gone');
    await wasAsked;
    abort.abort();
    expect(await opening).toBe('gone');
    await (await other.get('/healthz')).text();
    release();
    await Promise.all(answered);
    await (await other.get('/healthz')).text();
    expect(await readersOf(other.metrics, 'pipeline')).toBe(0);
    await other.stop();
  });
});

describe('judges', () => {
  it('of Node hear hello, messages and heartbeats', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { pipelineHeartbeatMs: 20 } });
    const { ids, positions } = await port.publish({ data: { text: 'ü\n🔧' } }, {});
    for (const judge of [packageJudge(port.url + STREAM), undiciJudge(port.url + STREAM)]) {
      await judge.until(({ heard }) => heard.some(({ type }) => type === 'heartbeat'));
      await judge.until(({ messages }) => messages.length === 2);
      judge.close();
      expect(judge.heard[0]).toMatchObject({ type: 'connected', data: '{"job_id":"j1"}' });
      expect(judge.messages.map((data) => JSON.parse(data).event_id)).toEqual(ids);
      expect(JSON.parse(judge.messages[0] ?? '').payload).toEqual({ text: 'ü\n🔧' });
      const { id } = judge.heard.find(({ type }) => type === 'message') ?? {};
      expect(await opened(id)).toBe(`e1.${positions[0]}`);
    }
  });

  it('come back to where their connection broke', async () => {
    await port.stop();
    port = await startHttpApi({ clock: { ...systemClock, random: () => 0 } });
    const { ids, positions } = await port.publish({}, {});
    const cursors: (string | null)[] = [];
    let abort = () => {};
    const judge = packageJudge(port.url + STREAM, (attempt) => {
      cursors.push(attempt.lastEventId);
      abort = attempt.abort;
    });
    await judge.until(({ messages }) => messages.length === 2);
    abort();
    const { ids: missed } = await port.publish({});
    await judge.until(({ messages }) => messages.length === 3);
    judge.close();
    expect(judge.messages.map((data) => JSON.parse(data).event_id)).toEqual([...ids, ...missed]);
    expect(cursors).toEqual([null, expect.any(String)]);
    expect(await opened(cursors[1])).toBe(`e1.${positions[1]}`);
  });

  it('of the command line get it line by line', async () => {
    const { ids, positions } = await port.publish({ type: 'stage.started', data: {} });
    const client = curl(port.url + STREAM);
    await client.until((text) => text.includes(ids[0] ?? ''));
    client.stop();
    const [head = '', body = ''] = client.text.split('\r\n\r\n');
    expect(head).toContain('HTTP/1.1 200 OK');
    expect(head.toLowerCase()).toContain('content-type: text/event-stream');
    const [hello, retry, message] = body.split('\n\n');
    expect(hello).toMatch(/^id: \S+\nevent: connected\ndata: {"job_id":"j1"}$/);
    expect(retry).toMatch(/^retry: \d+$/);
    const data = JSON.stringify({ event_id: ids[0], type: 'stage_started', payload: {} });
    const [id = '', ...rest] = message?.split('\n') ?? [];
    expect(rest).toEqual([`data: ${data}`]);
    expect(await opened(id.slice('id: '.length))).toBe(`e1.${positions[0]}`);
  });
});
