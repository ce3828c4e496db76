// Log lines over HTTP: whose log it is, what is taken, and how much.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aJob } from '../../helpers/memory-job-board.ts';
import { type HttpApi, startHttpApi } from '../http-api.ts';

let port: HttpApi;
beforeEach(async () => {
  port = await startHttpApi();
});
afterEach(() => port.stop());

const send = (body: unknown, token = 'publisher', id = 'j-1') =>
  port.send('POST', `/api/v1/jobs/${id}/logs`, { token, body });
const logOf = (id: string) => port.logSink.logs.get(id);

describe('POST /api/v1/jobs/{id}/logs', () => {
  it('adds lines in order, and closes the log', async () => {
    const first = await send({ lines: ['npm test', { line: '1 failed', level: 'error' }] });
    expect([first.status, await first.json()]).toEqual([202, { lines: 2 }]);
    expect((await send({ lines: [], ended: true })).status).toBe(202);
    expect(logOf('j-1')).toEqual(['info npm test', 'error 1 failed', 'end']);
  });

  it('is for those who may see every job of that id', async () => {
    port.board.put({ ...aJob({ id: 'j-1' }), projectId: 'a' });
    expect((await send({ lines: ['x'] }, 'publisher-of-a')).status).toBe(202);
    port.board.put({ ...aJob({ id: 'j-2' }), projectId: 'b' });
    expect((await send({ lines: ['x'] }, 'publisher-of-a', 'j-2')).status).toBe(404);
    // Nobody takes an id in advance.
    expect((await send({ lines: ['x'] }, 'publisher-of-a', 'j-3')).status).toBe(404);
    expect((await send({ lines: ['x'] }, 'publisher', 'j-3')).status).toBe(202);
    expect((await send({ lines: ['x'] }, 'reader')).status).toBe(403);
    expect(logOf('j-2')).toBeUndefined();
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
