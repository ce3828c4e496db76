// GET /events against a real server: who is shown what, from where on, and in which form.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent, candidate } from '../../helpers/events.ts';
import { type HttpApi, opened, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

/** All ids that a stream gets up to an event published last, which everybody is shown. */
async function idsOn(path: string, token: string, publish: () => Promise<unknown>) {
  const stream = await port.open(path, { token });
  await publish();
  const marker = { projectId: 'a', sessionId: 's', jobId: 'j', type: 'pr.merged' };
  const [last = ''] = (await port.publish(marker)).ids;
  await stream.until(({ ids }) => ids.includes(last));
  return stream.ids.slice(0, -1);
}

describe('what a stream carries', () => {
  it('sends each event with its position, its type and the shape it is asked in', async () => {
    const stream = await port.open();
    const { ids, positions } = await port.publish({ type: 'job.started', data: { text: 'ü 🔧' } });
    await stream.until(({ events }) => events.length === 1);
    const [first] = stream.events;
    expect(first && { ...first, id: await opened(first.id) }).toEqual({
      id: `e1.${positions[0]}`,
      event: 'job.started',
      data: JSON.stringify({ event_id: ids[0], text: 'ü 🔧' }),
    });
  });

  it('is a stream that no proxy holds back', async () => {
    const { response } = await port.open();
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    });
  });

  it('does not let line breaks in a type or in data make fields of their own', async () => {
    const stream = await port.open();
    await port.publish({
      type: 'job.x\r\nid: forged\n\ndata: forged\n\nevent: forged\r\0',
      data: { text: '\n\nid: forged\r\rdata: forged\u2028\n\n: forged' },
    });
    const { ids } = await port.publish({ type: 'job.started' });
    await stream.until((now) => now.ids.includes(ids[0] ?? ''));
    expect(stream.events).toHaveLength(2);
    expect(stream.events.map(({ id }) => id)).not.toContain('forged');
    expect(JSON.parse(stream.events[0]?.data ?? '').text).toContain('\n\nid: forged\r\rdata');
    expect(stream.comments).toEqual([]);
  });

  it('goes on after an event that can not be encoded', async () => {
    await port.stop();
    port = await startHttpApi({
      encode: (event) => {
        if (event.type === 'bad.one') throw new Error('no such shape');
        return event.type === 'bad.two' ? undefined : { event_id: event.id };
      },
    });
    const stream = await port.open();
    await port.publish({ type: 'bad.one' }, { type: 'bad.two' });
    const { ids } = await port.publish({});
    await stream.until(({ events }) => events.length > 0);
    expect(stream.ids).toEqual(ids);
  });
});

describe('filters', () => {
  const here = { projectId: 'a', sessionId: 's', jobId: 'j', type: 'job.started' };

  it.each([
    ['project_id=a', { projectId: 'b' }],
    ['session_id=s', { sessionId: 't' }],
    ['job_id=j', { jobId: 'k' }],
    ['types=job.*,pr.merged', { type: 'jobs.started' }],
    ['types=job.started,pr.merged', { type: 'job.started.twice' }],
    ['since=2026-03-02T09:00:00Z', { time: '2026-03-02T08:59:59.999Z' }],
  ])('shows with %s what matches and nothing else', async (query, other) => {
    let shown: string[] = [];
    const ids = await idsOn(`/events?${query}`, 'admin', async () => {
      ({ ids: shown } = await port.publish(here, { ...here, ...other }, here));
    });
    expect(ids).toEqual([shown[0], shown[2]]);
  });

  it('shows what matches all filters at once', async () => {
    const query = 'project_id=a&session_id=s&job_id=j&types=job.*,pr.*';
    let shown: string[] = [];
    const ids = await idsOn(`/events?${query}`, 'admin', async () => {
      const others = [{ projectId: 'b' }, { sessionId: 't' }, { jobId: 'k' }, { type: 'x.y' }];
      const events = others.map((other) => ({ ...here, ...other }));
      ({ ids: shown } = await port.publish(here, ...events));
    });
    expect(ids).toEqual([shown[0]]);
  });

  it.each([
    '2026-03-02T09:00:00Z',
    '2026-03-02T10:00:00+01:00',
    '2026-03-02T10:00:00%2B01:00',
    String(Date.parse('2026-03-02T09:00:00Z')),
  ])(
    'begins with since=%s at that instant, among what is kept, and goes on live',
    async (since) => {
      const { ids: kept } = await port.publish(
        { time: '2026-03-02T09:00:00.000Z' },
        { time: '2026-03-02T08:59:59.999Z' },
        { time: '2026-03-02T09:00:00.001Z' },
      );
      const stream = await port.open(`/events?since=${since}`);
      const { ids: live } = await port.publish({}, { time: '2026-03-01T00:00:00.000Z' }, {});
      await stream.until(({ ids }) => ids.includes(live[2] ?? ''));
      expect(stream.ids).toEqual([kept[0], kept[2], live[0], live[2]]);
    },
  );

  it.each([
    ['types=Job.*', 'types: expected types and patterns'],
    ['types=job.started,', 'types: expected types and patterns'],
    ['types=', 'like job.failed,pr.*'],
    ['types=job.*&types=pr.*', 'types: expected types and patterns'],
    ['since=yesterday', 'since: expected an RFC 3339 instant or epoch milliseconds'],
    ['since=2026-02-30T09:00:00Z', 'since: expected'],
    ['since=99999999999999999', 'since: expected'],
    ['project_id=', 'project_id: expected one id'],
    ['job_id=a&job_id=b', 'job_id: expected one id'],
  ])('refuses %s and says what it expected', async (query, expected) => {
    const response = await port.get(`/events?${query}`, 'admin');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = await problemOf(response);
    expect(problem).toMatchObject({
      status: 400,
      title: 'Bad Request',
      detail: expect.any(String),
    });
    expect(problem.detail).toContain(expected);
  });

  it('names every wrong parameter at once', async () => {
    const response = await port.get('/events?since=x&types=X&job_id=', 'admin');
    const { errors } = await problemOf(response);
    expect(errors?.map(({ name }) => name).sort()).toEqual(['job_id', 'since', 'types']);
  });
});

describe('project scope', () => {
  it('never shows events of other projects, or of none, to a token of single projects', async () => {
    let own: string[] = [];
    const ids = await idsOn('/events', 'reader-of-a', async () => {
      await port.publish({ projectId: 'b' }, { projectId: 'A' });
      const { projectId: _, ...homeless } = anEvent({ type: 'orchestrator.started' });
      await port.memory.journal.append({ candidates: [candidate(homeless)], deadLetters: [] });
      ({ ids: own } = await port.publish({ projectId: 'a' }));
    });
    expect(ids).toEqual(own);
  });

  it('shows nothing more when such a token asks for another project by name', async () => {
    const stream = await port.open('/events?project_id=b', { token: 'reader-of-a' });
    const all = await port.open('/events?project_id=b', { token: 'reader' });
    const { ids } = await port.publish({ projectId: 'b' });
    await all.until((now) => now.ids.includes(ids[0] ?? ''));
    expect(stream.events).toEqual([]);
  });

  it('keeps them also in what is replayed', async () => {
    await port.publish({ projectId: 'b' }, { projectId: 'a', visibility: 'internal' });
    const { ids } = await port.publish({ projectId: 'a' });
    const stream = await port.open('/events', { token: 'reader-of-a', lastEventId: 'e1.0-0' });
    await stream.until(({ events }) => events.length > 0);
    expect(stream.ids).toEqual(ids);
  });

  it.each([
    ['reader', 0],
    ['reader-of-a', 0],
    ['admin-of-a', 1],
    ['admin', 1],
  ])('shows internal events to the token %s this often: %i', async (token, times) => {
    const ids = await idsOn('/events', token, async () => {
      await port.publish({ projectId: 'a', visibility: 'internal' });
    });
    expect(ids).toHaveLength(times);
  });
});
