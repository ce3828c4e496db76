import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDemoRunFiles } from '../../../src/demo/bus/run-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jw-runs-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('adds one line for each event to the file of its job', async () => {
  const runs = createDemoRunFiles(folder);
  await runs.append('a', { type: 'job_created' });
  await runs.append('b', { type: 'heartbeat' });
  await runs.append('a', { type: 'job_started', message: 'On\nit' });
  const text = await readFile(join(folder, 'a', 'events.jsonl'), 'utf8');
  expect(text).toBe('{"type":"job_created"}\n{"type":"job_started","message":"On\\nit"}\n');
});
