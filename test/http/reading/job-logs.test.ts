// GET /api/v1/jobs/{id}/logs and …/logs/stream: which lines, until when, and for whom.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobStatus } from '../../../src/jobs/job-board.ts';
import type { LogName } from '../../../src/jobs/log-access.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { privateKey } from '../../redact/credentials.ts';
import { type HttpApi, problemOf, startHttpApi } from '../http-api.ts';
import { readersOf } from '../live-parts.ts';
import type { Stream } from '../sse/read-stream.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi({ limits: { heartbeatMs: 20 } });
});
afterEach(() => port.stop());

const PATH = '/api/v1/jobs/j1/logs';
const RED = '\u001B[31m';

function job(status: JobStatus = 'running', fields: object = {}): void {
  port.board.put({ ...aJob({ id: 'j1', status }), ...fields });
}

const writes = (lines: readonly string[], isEnd = false) =>
  port.logSink.append(
    { jobId: 'j1' },
    lines.map((text) => ({ text, level: 'info' })),
    { isEnd },
  );

const follow = (query = '', token = 'reader') =>
  port.open(`${PATH}/stream${query}`, { token, greeted: false });

const linesOf = ({ events }: Stream): string[] =>
  events.filter(({ event }) => event === 'lines').flatMap(({ data }) => JSON.parse(data).lines);
const hasEnd = ({ events }: Stream) => events.at(-1)?.event === 'end';
async function* toAsync<T>(next: () => Promise<T>) {
  yield await next();
}
const numbered = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`);

async function linesIn(response: Response): Promise<readonly string[]> {
  return ((await response.json()) as { lines: string[] }).lines;
}

describe('GET /api/v1/jobs/{id}/logs', () => {
  const read = async (query = '') => (await port.get(PATH + query, 'reader')).json();

  it('answers the newest lines, without terminal codes and credentials', async () => {
    job();
    await writes([
      'first',
      '10 %\r20 %',
      `${RED}password: hunter2`,
      `ghp_${'aB3'.repeat(6)}${RED}${'aB3'.repeat(6)}`,
    ]);
    expect(await read('?lines=3')).toEqual({
      job_id: 'j1',
      lines: ['20 %', 'password: [redacted: password]', '[redacted: GitHub token]'],
      ended: false,
    });
  });

  it('says that it has ended, by its mark or with its job', async () => {
    job();
    expect(await read()).toEqual({ job_id: 'j1', lines: [], ended: false });
    await writes(['done'], true);
    expect(await read()).toEqual({ job_id: 'j1', lines: ['done'], ended: true });
    job('failed');
    expect(await read()).toMatchObject({ ended: true });
  });

  it('is for those who may see the job', async () => {
    await writes(['secret']);
    expect((await port.get(PATH, 'admin')).status).toBe(404);
    port.board.put(aJob({ id: 'j1', projectId: 'b' }));
    for (const path of [PATH, `${PATH}/stream`, `${PATH}?project_id=b`]) {
      expect((await port.get(path, 'reader-of-a')).status, path).toBe(404);
    }
    expect((await port.get(`${PATH}?project_id=a`, 'admin')).status).toBe(404);
  });

  it('has what is stored by job id alone only for those who may see every job of that id', async () => {
    await writes(['shared']);
    job();
    const shown = async (token: string) => linesIn(await port.get(PATH, token));
    expect(await shown('reader-of-a')).toEqual(['shared']);
    port.board.put(aJob({ id: 'j1', projectId: 'b' }));
    expect(await shown('reader-of-a')).toEqual([]);
    expect(await shown('reader')).toEqual(['shared']);
  });

  it('is looked for in the same places, whoever else has a job of the id', async () => {
    const looked: string[][] = [];
    const readLog = async ({ logs }: { readonly logs: readonly LogName[] }) => {
      looked.at(-1)?.push(...logs.map(({ projectId }) => projectId ?? 'shared'));
      return undefined;
    };
    await port.stop();
    port = await startHttpApi({ readLog });
    for (const projectId of ['a', 'b']) {
      port.board.put(aJob({ id: 'j1', projectId }));
      looked.push([]);
      await linesIn(await port.get(PATH, 'reader-of-a'));
    }
    expect(looked).toEqual([
      ['a', 'shared'],
      ['a', 'shared'],
    ]);
  });

  it('ends with its own job, whatever is at work elsewhere under the same id', async () => {
    for (const more of [{}, { visibility: 'internal' as const }]) {
      port.board.put(aJob({ id: 'j1', projectId: 'a', status: 'completed' }));
      port.board.put(aJob({ id: 'j1', projectId: 'b', ...more }));
      const answer = await port.get(PATH, 'reader-of-a');
      expect(await answer.json()).toEqual({ job_id: 'j1', lines: [], ended: true });
      const stream = await follow('', 'reader-of-a');
      await stream.ended;
      expect(hasEnd(stream)).toBe(true);
    }
  });

  it('has the lines of its own project first, and of the one that is meant', async () => {
    await writes(['shared']);
    for (const projectId of ['a', 'b']) {
      const updatedAt = `2026-03-02T09:00:0${projectId === 'a' ? 0 : 1}.000Z`;
      port.board.put(aJob({ id: 'j1', projectId, updatedAt }));
      const log = { jobId: 'j1', projectId };
      await port.logSink.append(log, [{ text: `of ${projectId}`, level: 'info' }], { isEnd: true });
    }
    for (const [token, query, line] of [
      ['reader-of-a', '', 'of a'],
      ['reader', '', 'of b'],
      ['reader', '?project_id=a', 'of a'],
      ['reader', '?project_id=b', 'of b'],
    ] as const) {
      expect(await linesIn(await port.get(PATH + query, token)), token + query).toEqual([line]);
      const stream = await follow(query, token);
      await stream.ended;
      expect(linesOf(stream), token + query).toEqual([line]);
    }
  });

  it.each(['0', '1001', 'many', '-1', ''])('names what is wrong with lines=%s', async (lines) => {
    job();
    for (const path of [PATH, `${PATH}/stream`]) {
      const response = await port.get(`${path}?lines=${lines}`, 'reader');
      expect(response.status).toBe(400);
      expect((await problemOf(response)).detail).toContain('like lines=100');
    }
  });
});

describe('GET /api/v1/jobs/{id}/logs/stream', () => {
  it('sends the newest lines, then each that is added once, until the job has ended', async () => {
    job();
    await writes(numbered(10));
    const stream = await follow('?lines=3');
    await stream.until((one) => linesOf(one).length === 3);
    await writes(['10 %\r20 %', `${RED}password: hunter2`]);
    await stream.until((one) => linesOf(one).length === 5);
    await writes(['the end']);
    job('completed');
    await stream.ended;
    expect(linesOf(stream)).toEqual([
      ...['line 7', 'line 8', 'line 9', '20 %', 'password: [redacted: password]', 'the end'],
    ]);
    expect(hasEnd(stream)).toBe(true);
    expect(stream.retries).toEqual([]);
    expect(await readersOf(port.metrics, 'log')).toBe(0);
  });

  it('sends all of a log that begins while it is followed, however fast it is', async () => {
    job();
    const stream = await follow('?lines=3');
    await stream.until(({ events }) => events.some(({ event }) => event === 'heartbeat'));
    await writes(numbered(5_000), true);
    await stream.ended;
    expect(linesOf(stream)).toEqual(numbered(5_000));
  });

  it('shows no line of a key that arrives in parts', async () => {
    const key = privateKey('RSA ', 40);
    job();
    await writes(['before', ...key.slice(0, 20)]);
    const stream = await follow();
    await stream.until((one) => linesOf(one).length > 0);
    await writes([...key.slice(20), 'after'], true);
    await stream.ended;
    const lines = linesOf(stream);
    expect([lines[0], lines.at(-1)]).toEqual(['before', 'after']);
    for (const line of key.slice(1, -1)) expect(lines.join('\n')).not.toContain(line);
  });

  it('ends when the job becomes one that may not be seen', async () => {
    job();
    await writes(['shown']);
    const stream = await follow('', 'reader');
    await stream.until((one) => linesOf(one).length === 1);
    job('running', { visibility: 'internal' });
    await writes(['hidden']);
    await stream.ended;
    expect(linesOf(stream)).toEqual(['shown']);
    expect(stream.comments).toContain('your rights have changed');
  });

  it('tells to come back when the log can not be read', async () => {
    await port.stop();
    port = await startHttpApi({
      followLog: () => toAsync(() => Promise.reject(new Error('away'))),
    });
    job();
    const stream = await follow();
    await stream.ended;
    expect(stream.comments).toEqual(['the log can not be read; reconnect']);
    expect(stream.retries).toHaveLength(1);
  });

  it('turns away whoever comes when too many read', async () => {
    await port.stop();
    port = await startHttpApi({ limits: { readers: 1 } });
    job();
    const first = await follow();
    const second = await follow();
    await second.ended;
    expect(second.comments).toEqual(['too busy; reconnect later']);
    first.close();
  });
});
