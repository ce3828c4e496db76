// What a job does and how far it is, also where a producer has fields of its own.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/event/canonical-event.ts';
import { readProgress } from '../../src/jobs/progress.ts';
import { stepOf } from '../../src/jobs/step-text.ts';
import { anEvent } from '../helpers/events.ts';
import { jobAfter } from './steps.ts';

describe('the step that an event tells of', () => {
  it.each<[JsonObject, string | undefined, string?]>([
    [{ type: 'tool_use', tool: 'Edit', file: 'src/a.ts', action: 'replace' }, 'Edit src/a.ts'],
    [{ tool: 'Bash', input: 'npm test' }, 'Bash npm test'],
    [{ tool: 'Bash', input: { command: 'npm test' } }, 'Bash'],
    [{ last_action: 'open_pr', message: 'hello' }, 'open_pr'],
    [{ message: 'Write src/limit.ts', percent: 12 }, 'Write src/limit.ts'],
    [{ message: '', text: 'reading the docs' }, 'reading the docs'],
    [{ step: 3, total: 8, name: 'compile' }, 'compile'],
    [{ files_done: 12, files_left: 28 }, 'files done 12, files left 28'],
    [{ phase: 'upload', chunk: '4 of 9', job_id: 'j1', seq: 7 }, 'phase upload, chunk 4 of 9'],
    [{ a: 1, b: 2, c: 3, d: 4, e: 5 }, 'a 1, b 2, c 3, d 4'],
    [{ percent: 40 }, undefined],
    [{ step: 3, total: 8 }, undefined],
    [{ nested: { deep: 1 }, list: [1], on: true, none: null }, undefined],
    [{}, undefined],
    [{ message: 'almost there' }, 'almost there', 'job.updated'],
    // A whole state, of which any field may be new.
    [{ status: 'running', branch_base: 'main' }, undefined, 'job.updated'],
    [{ message: 'hello' }, undefined, 'job.started'],
    [{ error: 'no' }, undefined, 'job.failed'],
  ])('%j: %s', (data, step, type = 'job.progress') => {
    const { stage: _, ...event } = anEvent({ type, data });
    expect(stepOf(event)).toBe(step);
  });

  it.each([
    [{ api_key: 'hunter2correct' }, 'hunter2'],
    [{ password: 'hunter2' }, 'hunter2'],
    [{ auth_token: 'abcDEF123456', files: 3 }, 'abcDEF'],
    [{ database: 'postgres://shop:hunter2@db/orders' }, 'hunter2'],
  ])('has no credential of a field: %j', (data, secret) => {
    expect(stepOf(anEvent({ type: 'job.progress', data }))).toBeDefined();
    expect(stepOf(anEvent({ type: 'job.progress', data }))).not.toContain(secret);
  });

  it('stays short, whatever a producer sends', () => {
    const long = 'x'.repeat(1_000_000);
    const fields = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`f${at}`, 'y'.repeat(200)]),
    );
    for (const data of [
      { note: long },
      { [long]: 1 },
      { message: long },
      { tool: long, file: long },
      fields,
    ]) {
      expect(stepOf(anEvent({ type: 'job.progress', data }))?.length ?? 0).toBeLessThan(4_100);
    }
  });

  it('is on the card of its job', () => {
    const job = jobAfter(
      ['job.started', { instruction: 'Add limits' }],
      ['job.progress', { message: 'Write src/limit.ts', percent: 25 }],
      ['job.progress', { message: 'Write the tests', percent: '50' }],
    );
    expect(job).toMatchObject({
      progress: 0.5,
      step: 'Write the tests',
      steps: { count: 2, newest: ['Write src/limit.ts', 'Write the tests'] },
    });
  });
});

describe('how far a job is', () => {
  it.each<[JsonObject, number | undefined]>([
    [{ progress: 0.4 }, 0.4],
    [{ progress: '0.4' }, 0.4],
    [{ progress: 1 }, 1],
    [{ progress: 1.000001 }, 1],
    [{ progress: 40 }, 0.4],
    [{ progress: 250 }, 1],
    [{ progress: -1 }, 0],
    [{ progress: 0.2, percent: 90 }, 0.2],
    [{ percent: 12 }, 0.12],
    [{ percent: 0.5 }, 0.005],
    [{ percentage: '33' }, 0.33],
    [{ progress_percent: 120 }, 1],
    [{ step: 3, total: 8 }, 0.375],
    [{ current: 9, total: 3 }, 1],
    [{ completed_steps: 1, total_steps: 4 }, 0.25],
    [{ done: 1, total: 0 }, undefined],
    [{ step: 'compile', total: 8 }, undefined],
    [{ progress: 'half' }, undefined],
    [{ percent: Number.POSITIVE_INFINITY }, undefined],
    [{ done: true, total: 3 }, undefined],
    [{}, undefined],
  ])('%j: %s', (data, share) => {
    expect(readProgress(data)?.share).toBe(share);
  });
});
