// GET /api/v1/events: which events a page holds, in which order, and where the next one begins.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anEvent, candidate } from '../../helpers/events.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';

let port: HttpApi;

beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

interface Page {
  readonly events: readonly { readonly event_id: string }[];
  readonly next: string | null;
}

async function page(query = '', token = 'admin'): Promise<{ ids: string[]; next: string | null }> {
  const response = await port.get(`/api/v1/events${query}`, token);
  expect(response.status).toBe(200);
  const { events, next } = (await response.json()) as Page;
  return { ids: events.map(({ event_id }) => event_id), next };
}

const publishMany = (count: number) =>
  port.publish(...Array.from({ length: count }, (_, at) => ({ projectId: at % 2 ? 'a' : 'b' })));

describe('a page of events', () => {
  it('holds them in the televibe shape, oldest first', async () => {
    const { ids } = await port.publish({ data: { text: 'ü' } }, {});
    const response = await port.get('/api/v1/events', 'reader');
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      events: [expect.objectContaining({ event_id: ids[0], text: 'ü' }), expect.anything()],
      next: null,
    });
    expect((await page()).ids).toEqual(ids);
  });

  it('holds 100 unless it is asked for more or fewer', async () => {
    const { ids } = await publishMany(120);
    expect((await page()).ids).toEqual(ids.slice(0, 100));
    expect((await page('?limit=1')).ids).toEqual(ids.slice(0, 1));
    expect((await page('?limit=1000')).ids).toEqual(ids);
  });

  it.each(['asc', 'desc'])('goes on at its cursor until there is no more, %s', async (order) => {
    const { ids } = await publishMany(25);
    const expected = order === 'asc' ? ids : [...ids].reverse();
    const found: string[] = [];
    let at: string | null = '';
    while (at !== null) {
      const cursor: string = at === '' ? '' : `&cursor=${encodeURIComponent(at)}`;
      const { ids: some, next } = await page(`?order=${order}&limit=10${cursor}`);
      found.push(...some);
      at = next;
    }
    expect(found).toEqual(expected);
  });

  it('neither skips nor repeats what comes between two pages', async () => {
    const { ids } = await publishMany(4);
    const first = await page('?limit=2');
    const later = await publishMany(3);
    const second = await page(`?limit=100&cursor=${first.next}`);
    expect([...first.ids, ...second.ids]).toEqual([...ids, ...later.ids]);
  });

  it('leaves out an event that can not be written, and no other', async () => {
    await port.stop();
    port = await startHttpApi({
      encode: (event) => {
        if (event.type === 'bad.one') throw new Error('no such shape');
        return { event_id: event.id };
      },
    });
    const { ids } = await port.publish({}, { type: 'bad.one' }, {});
    expect((await page()).ids).toEqual([ids[0], ids[2]]);
  });
});

describe('filters', () => {
  const here = { projectId: 'a', sessionId: 's', jobId: 'j', type: 'job.started' };

  it.each([
    ['project_id=a', { projectId: 'b' }],
    ['session_id=s', { sessionId: 't' }],
    ['job_id=j', { jobId: 'k' }],
    ['types=pr.*,job.started', { type: 'job.failed' }],
    ['since=2026-03-02T09:00:00Z', { time: '2026-03-02T08:59:59.999Z' }],
    ['until=2026-03-02T09:00:00Z', { time: '2026-03-02T09:00:00.001Z' }],
  ])('%s keeps what fits and nothing else', async (query, other) => {
    const { ids } = await port.publish(here, { ...here, ...other }, here);
    expect((await page(`?${query}`)).ids).toEqual([ids[0], ids[2]]);
  });

  it('meet, with both ends of the time among what is found', async () => {
    const times = ['08:59', '09:00', '09:01', '09:02'].map((at) => `2026-03-02T${at}:00.000Z`);
    const { ids } = await port.publish(...times.map((time) => ({ ...here, time })));
    await port.publish({ ...here, projectId: 'b', time: times[1] ?? '' });
    const query = '?since=2026-03-02T10:00:00%2B01:00&until=1772442060000&project_id=a';
    expect((await page(query)).ids).toEqual(ids.slice(1, 3));
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['order=up', 'order'],
    ['until=tomorrow', 'until'],
    ['types=Job', 'types'],
    ['project_id=', 'project_id'],
  ])('refuses %s and says what was expected', async (query, name) => {
    const response = await port.get(`/api/v1/events?${query}`, 'admin');
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const { errors } = await problemOf(response);
    expect(errors).toEqual([{ name, detail: expect.stringMatching(/expected .* like /) }]);
  });
});

describe('a cursor', () => {
  it.each(['', 'x', 'other.1-0', 'e1.99999999999999-0', 'e1.1', 'e1.1-0 '])(
    'that this journal never gave ("%s") is refused, and it is said which would do',
    async (cursor) => {
      await publishMany(2);
      const query = `?cursor=${encodeURIComponent(cursor)}`;
      const response = await port.get(`/api/v1/events${query}`, 'admin');
      expect(response.status).toBe(400);
      expect((await problemOf(response)).detail).toContain('an earlier answer of this journal');
    },
  );

  it('of a journal that was replaced is refused', async () => {
    await publishMany(3);
    const { next } = await page('?limit=1');
    port.memory.replace('e2');
    expect((await port.get(`/api/v1/events?cursor=${next}`, 'admin')).status).toBe(400);
  });
});

describe('project scope', () => {
  it('let nothing of other projects, of none, or internal through', async () => {
    const { projectId: _, ...ofNone } = anEvent();
    const { ids: ofTwo } = await port.publish({ projectId: 'a' }, { projectId: 'b' });
    await port.memory.journal.append({ candidates: [candidate(ofNone)], deadLetters: [] });
    const { ids: hidden } = await port.publish({ projectId: 'a', visibility: 'internal' });
    const ids = [...ofTwo, ofNone.id, ...hidden];
    expect((await page('', 'reader-of-a')).ids).toEqual([ids[0]]);
    expect((await page('', 'admin-of-a')).ids).toEqual([ids[0], ids[3]]);
    expect((await page('', 'reader')).ids).toEqual(ids.slice(0, 3));
    expect((await page('', 'admin')).ids).toEqual(ids);
  });

  it('make another project look like an empty one, and like none', async () => {
    await port.publish({ projectId: 'b', jobId: 'of-b' });
    const answers = await Promise.all(
      ['project_id=b', 'project_id=nobody', 'job_id=of-b', 'job_id=nobody'].map((query) =>
        port.get(`/api/v1/events?${query}`, 'reader-of-a'),
      ),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(bodies)).toEqual(new Set(['{"events":[],"next":null}']));
  });

  it('stand before those who may not read: nothing is there', async () => {
    expect((await port.get('/api/v1/events', 'publisher')).status).toBe(404);
    expect((await port.get('/api/v1/events')).status).toBe(401);
  });
});
