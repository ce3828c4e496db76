// All recorded messages of all dialects through the built program, each by its own way in; then what
// the stream, the polling and the chat show is compared.
import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fixtureLines } from '../helpers/fixtures.ts';
import type { Program } from '../helpers/program.ts';
import { beginDigests, countTold, textsTold } from '../helpers/told.ts';
import { ADMIN_TOKEN, ANA, createWorld, type World } from '../helpers/world.ts';

const run = promisify(execFile);
const AUTHORIZATION = `Authorization: Bearer ${ADMIN_TOKEN}`;

interface Told {
  readonly event_id: string;
  readonly event_type: string;
  readonly project_id: string | null;
  readonly job_id: string | null;
  readonly stage?: string;
  readonly data?: { readonly approval_id?: string };
}

let world: World;
let program: Program;
let runsDir: string;
let archiveDir: string;
const heard: Told[] = [];
let source: EventSource;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'jobwire-dialects-'));
  runsDir = join(folder, 'runs');
  archiveDir = join(folder, 'archive');
  await mkdir(runsDir);
  const settings = { PIPELINE_RUNS_DIR: runsDir, ARCHIVE_DIR: archiveDir };
  world = await createWorld({ limits: 'off', settings });
  program = await world.start();
  await beginDigests(world.simulator, ANA);
  source = new EventSource(`${program.url}/events`, { fetch: withToken });
  const opened = new Promise((resolve) => source.addEventListener('open', resolve));
  for (const type of typesSaid()) {
    source.addEventListener(type, (message: MessageEvent) => heard.push(JSON.parse(message.data)));
  }
  await opened;
});
afterAll(async () => {
  source.close();
  await world.end();
  await rm(join(runsDir, '..'), { recursive: true, force: true });
});

/** Every type that is sent here, and what the program itself says. */
function typesSaid(): ReadonlySet<string> {
  const own = ['job.approval_expired', 'ci.run.finished', 'stage.started'];
  const recorded = ['televibe', 'jobs', 'delivery', 'pipeline', 'build'].flatMap((dialect) =>
    fixtureLines<Recorded>(`${dialect}/${dialect}.jsonl`).map(({ raw }) => {
      const type = String(raw.event_type ?? raw.type);
      return dialect === 'pipeline'
        ? type.replace('_', '.')
        : type.replace('cancelled', 'canceled');
    }),
  );
  return new Set([...own, ...recorded]);
}

const withToken = (url: string | URL | Request, init?: RequestInit) =>
  fetch(url, {
    ...init,
    headers: { ...init?.headers, authorization: `Bearer ${ADMIN_TOKEN}` },
  });

/** Waits until the stream told so many events since the number that was told before. */
async function until(before: number, count: number): Promise<void> {
  await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(before + count), 60_000);
}

const redis = (...args: string[]) => run('redis-cli', ['-u', world.redis.url, ...args]);

function curl(path: string, ...args: string[]) {
  return run('curl', ['-sS', '--fail-with-body', '-H', AUTHORIZATION, ...args, program.url + path]);
}

const post = (path: string, body: unknown, type = 'application/json') =>
  curl(path, '-H', `Content-Type: ${type}`, '--data-binary', JSON.stringify(body));

async function everyPage(query: string): Promise<Told[]> {
  const events: Told[] = [];
  let cursor = '';
  do {
    const { stdout } = await curl(`/api/v1/events?limit=7${query}${cursor}`);
    const page = JSON.parse(stdout);
    events.push(...page.events);
    cursor = page.next === null ? '' : `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor !== '');
  return events;
}

interface Recorded {
  readonly raw: Readonly<Record<string, unknown>>;
}

describe('every recorded message', () => {
  it('of televibe is told once, said on its channel and kept in its stream', async () => {
    type Line = Recorded & { readonly channel: string; readonly stream: string };
    const lines = fixtureLines<Line>('televibe/televibe.jsonl');
    for (const { channel, stream, raw } of lines) {
      const text = JSON.stringify(raw);
      await redis('XADD', stream, '*', 'event', text);
      await redis('PUBLISH', channel, text);
    }
    await until(0, lines.length);
  });

  it('of jobs is told, published on its channel', async () => {
    const before = heard.length;
    type Line = Recorded & { readonly channel: string };
    const lines = fixtureLines<Line>('jobs/jobs.jsonl');
    for (const { channel, raw } of lines) await redis('PUBLISH', channel, JSON.stringify(raw));
    await until(before, lines.length);
  });

  it('of delivery is told, added to its stream in any of its forms', async () => {
    const before = heard.length;
    type Line = Recorded & { readonly stream: string; readonly fields: Record<string, string> };
    const lines = fixtureLines<Line>('delivery/delivery.jsonl');
    for (const { stream, fields } of lines) {
      await redis('XADD', stream, '*', ...Object.entries(fields).flat());
    }
    await until(before, lines.length);
  });

  it('of pipeline is told, written to the file of its job, but for heartbeats', async () => {
    const before = heard.length;
    type Line = Recorded & { readonly job_id: string };
    const lines = fixtureLines<Line>('pipeline/pipeline.jsonl');
    for (const { job_id, raw } of lines) {
      const folder = join(runsDir, job_id);
      await mkdir(folder, { recursive: true });
      await appendFile(join(folder, 'events.jsonl'), `${JSON.stringify(raw)}\n`);
    }
    await until(before, lines.filter(({ raw }) => raw.type !== 'heartbeat').length);
  });

  it('of build is told, published on the channel of its job', async () => {
    const before = heard.length;
    type Hash = { readonly key: string; readonly fields: Record<string, string> };
    type Line = Recorded & { readonly channel: string; readonly hash: Hash };
    const lines = fixtureLines<Line>('build/build.jsonl');
    for (const { channel, hash, raw } of lines) {
      await redis('HSET', hash.key, ...Object.entries(hash.fields).flat());
      await redis('PUBLISH', channel, JSON.stringify(raw));
    }
    await until(before, lines.length);
  });

  it('of the web is told, posted as a CloudEvent and in the pipeline shape', async () => {
    const before = heard.length;
    const cloudEvent = {
      specversion: '1.0',
      id: 'ce-1',
      source: '/ci',
      type: 'ci.run.finished',
      projectid: 'acme/web',
      jobid: 'ci-1',
      data: { result: 'green' },
    };
    await post('/api/v1/events', cloudEvent, 'application/cloudevents+json');
    const stage = {
      ts: '2026-03-02T12:00:00Z',
      type: 'stage_started',
      stage: 'cut',
      message: 'Go',
    };
    await post('/api/v1/jobs/by-web/events', stage);
    await until(before, 2);
  });
});

/** Headings, and the events that are only counted. A request's message counts once. */
function toldInChat(): number {
  const texts = textsTold(world.simulator, ANA);
  const [requests, others] = [texts.filter(isRequest), texts.filter((text) => !isRequest(text))];
  return requests.length + countTold(others);
}

/** Outcomes that are no news for the chat: it sees them on their requests. */
async function outcomesOnRequests(): Promise<number> {
  const response = await withToken(`${program.url}/api/v1/approvals?limit=100`);
  const { approvals } = (await response.json()) as { approvals: Asked[] };
  return heard.filter(({ event_type: type, job_id: job, stage: at, data = {} }) => {
    const status = OUTCOMES[type];
    return approvals.some(
      ({ id, job_id, stage, outcome }) =>
        outcome?.status === status &&
        (data.approval_id === id || (stage !== undefined && job === job_id && stage === at)),
    );
  }).length;
}

interface Asked {
  readonly id: string;
  readonly job_id: string | null;
  readonly stage?: string;
  readonly outcome: { readonly status: string } | null;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  'job.approved': 'approved',
  'job.denied': 'denied',
  'job.approval_expired': 'expired',
  'gate.approved': 'approved',
  'gate.rejected': 'denied',
  'gate.auto_approved': 'approved',
};

/** Whether it waits or is settled, it ends with the id of the request. */
const isRequest = (text: string) => /(?:^| · )id \S+$/m.test(text.split('\n').at(-1) ?? '');

describe('afterwards', () => {
  it('polling answers what the stream told, event for event', async () => {
    expect(heard.length).toBeGreaterThan(75);
    expect(await everyPage('')).toEqual(heard);
    expect(await everyPage('&order=desc')).toEqual([...heard].reverse());
  });

  it('the chat was told of each event once, or how many more there are', async () => {
    const seenOnRequests = await outcomesOnRequests();
    expect(seenOnRequests).toBeGreaterThan(0);
    await vi.waitFor(() => {
      const texts = textsTold(world.simulator, ANA).join('\n———\n');
      expect(toldInChat(), texts).toBe(heard.length - seenOnRequests);
    }, 60_000);
  });

  it('the project of a whole delivery is found from what it began with', async () => {
    const project = '0b1e5d1a-2222-4a11-8a11-000000000002';
    const found = await everyPage(`&project_id=${project}`);
    const named = heard.filter((event) => event.project_id === project);
    expect(found).toEqual(named);
    const types = found.map((event) => event.event_type);
    expect(types).toContain('agent.execution.completed');
    expect(types).toContain('pr.merged');
    expect(types).toHaveLength(12);
  });

  it('a job is told the same way by polling, by its stream and by the archive', async () => {
    const path = '/api/v1/jobs/spring-trailer-01/events';
    const { stdout } = await curl(path);
    const { events } = JSON.parse(stdout);
    // Thirteen of the file, and the request of its gate, which was long overdue.
    expect(events.length).toBeGreaterThanOrEqual(14);
    const stream = await curl(`${path}/stream`, '-N', '--max-time', '2').catch((error) => error);
    const data = String(stream.stdout)
      .split('\n\n')
      .filter((frame) => !frame.includes('event: '))
      .flatMap((frame) => /^data: (.*)$/m.exec(frame)?.[1] ?? []);
    expect(data.map((text) => JSON.parse(text))).toEqual(events);
    await vi.waitFor(async () => {
      const file = join(archiveDir, 'spring-trailer-01', 'events.jsonl');
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(events);
    }, 60_000);
  });

  it('nothing was buried', async () => {
    expect(await world.client.xlen('jobwire:dlq')).toBe(0);
  });
});
