// Messages that are too big, malformed or from a wrong clock, by every way into the built program.
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { decode } from '../../src/dialects/all-dialects.ts';
import { fixtureLines } from '../helpers/fixtures.ts';
import type { LogLine, Program } from '../helpers/program.ts';
import { everyEvent } from '../helpers/told.ts';
import { ADMIN_TOKEN, createWorld, type World } from '../helpers/world.ts';

const LIMIT_BYTES = 1_048_576;
const JOB = 'odd';
const DECODE_FAILED = 'job_event_decode_failed';

let folder: string;
let world: World;
let program: Program;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwire-odd-'));
  await mkdir(join(folder, JOB));
  world = await createWorld({ limits: 'off', settings: { PIPELINE_RUNS_DIR: folder } });
  program = await world.start();
});
afterAll(async () => {
  await world.end();
  await rm(folder, { recursive: true, force: true });
});

interface Way {
  readonly name: string;
  readonly dialect: string;
  readonly source: string;
  /** The source keeps what it has: what can't be decoded is buried, and not dropped. */
  readonly keeps: boolean;
  readonly send: (text: string) => Promise<unknown>;
  /** A message that is all right; `mark` is found in its event. */
  readonly good: (mark: string, padding?: string) => string;
}

const televibe = (mark: string, padding = '') =>
  JSON.stringify({ event_id: mark, event_type: 'job.progress', job_id: 'j1', data: { padding } });
const staged = (mark: string, padding = '') =>
  JSON.stringify({ ts: '2026-03-02T12:00:00Z', type: 'stage_started', message: mark + padding });
const typed = (mark: string, padding = '') =>
  JSON.stringify({ type: 'job.updated', payload: { id: 'j1', last_action: mark, padding } });
const delivered = (mark: string, padding = '') =>
  JSON.stringify({ event_id: mark, type: 'pr.created', data: { padding } });

const publish = (channel: string) => (text: string) => world.client.publish(channel, text);
const add = (stream: string) => (text: string) => world.client.xadd(stream, '*', 'event', text);

const CHANNELS: readonly Way[] = [
  { dialect: 'jobs', source: 'job-events', good: typed },
  { dialect: 'televibe', source: 'televibe:events:job.progress', good: televibe },
  { dialect: 'build', source: `job:${JOB}:events`, good: typed },
].map((way) => ({ ...way, name: way.source, keeps: false, send: publish(way.source) }));

const STREAMS: readonly Way[] = [
  { dialect: 'televibe', source: 'televibe:stream:odd', good: televibe },
  { dialect: 'delivery', source: 'pr-events', good: delivered },
].map((way) => ({ ...way, name: way.source, keeps: true, send: add(way.source) }));

const FILE: Way = {
  name: 'a file of events',
  dialect: 'pipeline',
  source: `runs/${JOB}/events.jsonl`,
  keeps: true,
  send: (text) => appendFile(join(folder, JOB, 'events.jsonl'), `${text}\n`),
  good: staged,
};

const WAYS: readonly Way[] = [...CHANNELS, ...STREAMS, FILE];

const ROUTES = [
  { path: '/api/v1/events', good: televibe },
  { path: `/api/v1/jobs/${JOB}/events`, good: staged },
];

function post(path: string, body: string): Promise<Response> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  return fetch(program.url + path, { method: 'POST', headers, body });
}

/** The message, as long as it takes to have so many bytes. */
function sized(good: Way['good'], mark: string, bytes: number): string {
  return good(mark, 'x'.repeat(bytes - Buffer.byteLength(good(mark))));
}

async function untilJournalled(...marks: string[]): Promise<void> {
  await vi.waitFor(async () => {
    const entries = await world.client.xrange('jobwire:journal', '-', '+');
    const missing = marks.filter((mark) => !entries.some(([, [, text]]) => text?.includes(mark)));
    expect(missing).toEqual([]);
  }, 60_000);
}

/** Dead letters of a source since there were so many in all. */
async function lettersOf(
  source: string,
  since: number,
): Promise<Record<string, string | undefined>[]> {
  const entries = (await world.client.xrange('jobwire:dlq', '-', '+')).slice(since);
  const letters = entries.map(([, flat]) =>
    Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1]]] : []))),
  );
  return letters.filter((letter) => letter.source === source);
}

const failuresOf = (source: string, since: number): LogLine[] =>
  program.log.slice(since).filter((line) => line.msg === DECODE_FAILED && line.source === source);

async function now() {
  return { letters: await world.client.xlen('jobwire:dlq'), lines: program.log.length };
}

describe.each(WAYS)('by $name', ({ name, dialect, source, keeps, send, good }) => {
  it('a message of 1 MiB is taken, one of a byte more is not, and the next one is', async () => {
    const before = await now();
    const [most, beyond, next] = [`most ${name}`, `beyond ${name}`, `next ${name}`] as const;
    await send(sized(good, most, LIMIT_BYTES));
    await send(sized(good, beyond, LIMIT_BYTES + 1));
    await send(good(next));
    await untilJournalled(most, next);
    const letters = await lettersOf(source, before.letters);
    expect(letters).toHaveLength(keeps ? 1 : 0);
    for (const { raw = '', reason } of letters) {
      expect(reason).toMatch(/over 1048576 bytes/);
      expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(65_536);
    }
    // The log comes over a pipe of its own.
    await vi.waitFor(() => expect(failuresOf(source, before.lines)).toHaveLength(1), 60_000);
    const expected = [{ level: 'warn', buried: keeps }];
    await vi.waitFor(
      () => expect(failuresOf(source, before.lines)).toMatchObject(expected),
      60_000,
    );
    const entries = await world.client.xrange('jobwire:journal', '-', '+');
    expect(entries.filter(([, [, text]]) => text?.includes(beyond))).toEqual([]);
  });

  it('nothing that is malformed is taken, and whatever comes next is', async () => {
    const before = await now();
    const isRefused = (text: string) => {
      try {
        decode({ dialect, text, source, arrivedAt: 1, about: { jobId: JOB } });
        return false;
      } catch {
        return true;
      }
    };
    // An empty line of a file says nothing.
    const texts = MALFORMED.filter((text) => text !== '' || name !== FILE.name);
    const refused = texts.filter(isRefused);
    expect(refused.length).toBeGreaterThan(4);
    for (const text of texts) await send(text);
    await send(good(`after ${name}`));
    await untilJournalled(`after ${name}`);
    const letters = await lettersOf(source, before.letters);
    const raws = letters.map(({ raw = '' }) =>
      raw.replace(/^\{"event":.*/, (all) => JSON.parse(all).event),
    );
    // NULs around a line of a file stand for nothing.
    const expected = refused.map((text) => (name === FILE.name ? text.replace('\0', '') : text));
    expect(raws.sort()).toEqual(keeps ? expected.sort() : []);
    for (const { reason } of letters) expect(reason).toMatch(/expected|must|is not/);
    await vi.waitFor(
      () => expect(failuresOf(source, before.lines)).toHaveLength(refused.length),
      60_000,
    );
  });
});

describe.each(WAYS)('by $name', ({ name, source, send, good }) => {
  it('messages whose time nobody can read are taken, and it is said once', async () => {
    const before = await now();
    const marks = ['noon', -1, '', {}].map((at, n) => [`time ${n} ${name}`, at] as const);
    for (const [mark, at] of marks) {
      const message = JSON.parse(good(mark));
      const payload = { ...message.payload, updated_at: at };
      const ofJobs = message.payload === undefined ? {} : { payload };
      await send(JSON.stringify({ ...message, timestamp: at, ts: at, ...ofJobs }));
    }
    await untilJournalled(...marks.map(([mark]) => mark));
    expect(await lettersOf(source, before.letters)).toEqual([]);
    const said = () =>
      program.log.filter((line) => line.msg === 'event_time_unreadable' && line.source === source);
    await vi.waitFor(() => expect(said()).toHaveLength(1), 60_000);
    const entries = await world.client.xrange('jobwire:journal', '-', '+');
    const text = entries.map(([, [, event]]) => event).find((event) => event?.includes('time 0'));
    expect(text).toContain('"noon"');
  });
});

interface Malformed {
  readonly text?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly stream?: string;
}

const RECORDED = fixtureLines<Malformed>('malformed.jsonl');

/** All that was ever found on any way, and what breaks parsers. */
const MALFORMED = [
  ...RECORDED.flatMap(({ text, fields }) => text ?? Object.values(fields ?? {})),
  '',
  '""',
  '{"type":{"type":"job.started"}}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `{"type":"job.updated","payload":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`,
  '{"event_type":"job.started","job_id":"j1","type":"","data":1}\u0000',
];

describe('by a stream of deliveries', () => {
  it('an entry of unknown form is buried with all its fields', async () => {
    const before = await now();
    const forms = RECORDED.flatMap(({ stream, fields }) =>
      stream === undefined || fields === undefined ? [] : [{ stream, fields }],
    );
    for (const { stream, fields } of forms) {
      await world.client.xadd(stream, '*', ...Object.entries(fields).flat());
    }
    await world.client.xadd('pr-events', '*', 'event', delivered('after the forms'));
    await untilJournalled('after the forms');
    const letters = await lettersOf('pr-events', before.letters);
    const known = new Set(MALFORMED.map((text) => JSON.stringify({ event: text })));
    const fresh = forms
      .map(({ fields }) => JSON.stringify(fields))
      .filter((raw) => !known.has(raw));
    expect(letters.map(({ raw }) => raw)).toEqual(expect.arrayContaining(fresh));
  });
});

describe.each(ROUTES)('by POST $path', ({ path, good }) => {
  it('a message of 1 MiB is taken, one of a byte more is refused', async () => {
    expect((await post(path, sized(good, `most ${path}`, LIMIT_BYTES))).status).toBe(202);
    const refused = await post(path, sized(good, `beyond ${path}`, LIMIT_BYTES + 1));
    expect(refused.status).toBe(413);
    expect(refused.headers.get('content-type')).toMatch(/problem\+json/);
    expect(await refused.text()).toMatch(/1 MiB|1048576/);
    expect((await post(path, good(`next ${path}`))).status).toBe(202);
    await untilJournalled(`most ${path}`, `next ${path}`);
  });

  it('what is malformed is refused with a reason, and nothing is written', async () => {
    const before = await world.client.xlen('jobwire:journal');
    for (const text of MALFORMED) {
      const response = await post(path, text);
      if (response.status === 202) continue;
      expect([400, 422]).toContain(response.status);
      expect(((await response.json()) as { detail: string }).detail).toMatch(/expected|must/);
    }
    const taken = (await world.client.xlen('jobwire:journal')) - before;
    expect(taken).toBeLessThanOrEqual(1);
    expect((await post(path, good(`after ${path}`))).status).toBe(202);
  });
});

describe('events of clocks that go wrong', () => {
  it('are journalled, and found by the time that they tell', async () => {
    const hour = 3_600_000;
    const noon = Date.parse('2026-03-02T12:00:00.000Z');
    const at = (hours: number) => new Date(noon + hours * hour).toISOString();
    const told = [0, 9, -7, 3, -1];
    for (const hours of told) {
      const [timestamp, event_id] = [at(hours), `skewed ${hours}`];
      const event = {
        event_id,
        event_type: 'job.progress',
        job_id: 'j1',
        timestamp,
        project_id: 'skewed',
      };
      await world.client.xadd('televibe:stream:skewed', '*', 'event', JSON.stringify(event));
    }
    await untilJournalled('skewed -1');
    const found = async (since: number, until: number) => {
      const times = `&since=${at(since)}&until=${at(until)}`;
      const events = await everyEvent(program.url, `&project_id=skewed${times}`);
      return events.map(({ event_id }) => Number(event_id.slice('skewed '.length)));
    };
    expect(await found(-100, 100)).toEqual(told);
    expect(await found(-7, -1)).toEqual([-7, -1]);
    expect(await found(-0.5, 3)).toEqual([0, 3]);
    expect(await found(4, 100)).toEqual([9]);
    expect(await found(10, 100)).toEqual([]);
  });
});

describe('afterwards', () => {
  it('the program is well', async () => {
    expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
    expect(program.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});
