// Log lines over HTTP: whose log it is, what is taken, and how much.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const send = (body: unknown, token = 'publisher', id = 'j-1') => {
  const [job, query] = id.split('?');
  const path = `/api/v1/jobs/${job}/logs${query === undefined ? '' : `?${query}`}`;
  return port.send('POST', path, { token, body });
};
const logOf = (id: string) => port.logSink.logs.get(id);

describe('POST /api/v1/jobs/{id}/logs', () => {
  it('adds lines in order, and closes the log', async () => {
    const first = await send({ lines: ['npm test', { line: '1 failed', level: 'error' }] });
    expect([first.status, await first.json()]).toEqual([202, { lines: 2 }]);
    expect((await send({ lines: [], ended: true })).status).toBe(202);
    expect(logOf('j-1')).toEqual(['info npm test', 'error 1 failed', 'end']);
  });

  it('adds what a limited token sends to the log of the job of its project', async () => {
    for (const projectId of ['a', 'b']) port.board.put(aJob({ id: 'j-1', projectId }));
    expect((await send({ lines: ['x'] }, 'publisher-of-a')).status).toBe(202);
    expect((await send({ lines: ['y'] }, 'publisher-of-a', 'j-1?project_id=a')).status).toBe(202);
    expect((await send({ lines: ['z'] }, 'publisher-of-a', 'j-1?project_id=b')).status).toBe(404);
    expect([logOf('j-1'), logOf('a/j-1'), logOf('b/j-1')]).toEqual([
      undefined,
      ['info x', 'info y'],
      undefined,
    ]);
  });

  it('is for a job that they may see', async () => {
    port.board.put(aJob({ id: 'j-2', projectId: 'b' }));
    expect((await send({ lines: ['x'] }, 'publisher-of-a', 'j-2')).status).toBe(404);
    // Nobody takes an id in advance.
    expect((await send({ lines: ['x'] }, 'publisher-of-a', 'j-3')).status).toBe(404);
    expect((await send({ lines: ['x'] }, 'reader')).status).toBe(403);
    port.board.put(aJob({ id: 'j-4', visibility: 'internal' }));
    for (const query of ['', '?project_id=a']) {
      expect((await send({ lines: ['x'] }, 'publisher', `j-4${query}`)).status, query).toBe(404);
    }
    expect(port.logSink.logs.size).toBe(0);
  });

  it('adds what others send by job id alone, also before the job is known, unless they name a project', async () => {
    expect((await send({ lines: ['x'] }, 'publisher', 'j-3')).status).toBe(202);
    for (const projectId of ['a', 'b']) port.board.put(aJob({ id: 'j-3', projectId }));
    expect((await send({ lines: ['y'] }, 'publisher', 'j-3')).status).toBe(202);
    expect((await send({ lines: ['z'] }, 'publisher', 'j-3?project_id=b')).status).toBe(202);
    expect([logOf('j-3'), logOf('b/j-3')]).toEqual([['info x', 'info y'], ['info z']]);
    expect((await send({ lines: ['x'] }, 'publisher', 'j-3?project_id=')).status).toBe(400);
  });

  it('asks a token of several projects which of them is meant', async () => {
    for (const projectId of ['a', 'c']) port.board.put(aJob({ id: 'j-1', projectId }));
    const answer = await send({ lines: ['x'] }, 'publisher-of-a-and-c');
    expect([answer.status, await answer.json()]).toMatchObject([
      409,
      {
        type: 'urn:jobwire:problem:id_ambiguous',
        projects: ['a', 'c'],
        detail: expect.stringContaining('project_id'),
      },
    ]);
    const again = await send({ lines: ['x'] }, 'publisher-of-a-and-c', 'j-1?project_id=c');
    expect(again.status).toBe(202);
    expect(logOf('c/j-1')).toEqual(['info x']);
  });

  it('takes every id that a job may have', async () => {
    const id = 'j'.repeat(512);
    expect((await send({ lines: ['x'] }, 'publisher', id)).status).toBe(202);
    expect(logOf(id)).toEqual(['info x']);
  });

  it('takes 1,000 lines of 8,192 characters, and says so', async () => {
    expect((await send({ lines: ['x'.repeat(8_192)] })).status).toBe(202);
    expect((await send({ lines: Array(1_000).fill('x') })).status).toBe(202);
    for (const body of [
      ...[{}, [], { lines: 'x' }, { lines: [7] }, { lines: [{ text: 'x' }] }],
      ...[{ lines: ['x'.repeat(8_193)] }, { lines: Array(1_001).fill('x') }],
      ...[
        { lines: [], ended: 'yes' },
        { lines: [], more: 1 },
      ],
    ]) {
      const answer = await send(body);
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('expected') });
    }
    expect((await send({ lines: ['x'] }, 'publisher', 'a%0Ab')).status).toBe(400);
  });
});
