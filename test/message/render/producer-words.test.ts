// Titles and steps are in the words of producers, often Markdown of agents; projects may have no other name than a UUID.
import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job-board.ts';
import { jobHeading, jobState } from '../../../src/telegram/commands/looking/job-line.ts';
import { anEvent } from '../../helpers/events.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { render, visible, voiceIn } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const NOW = Date.parse('2026-03-02T09:30:00.000Z');
const PROJECT = '0b1e5d1a-2222-4a11-8a11-000000000002';
const TITLE = '## Round **once** in `money.ts`\n\nThe former code mixed cents and euros.';
const STEP = `I looked at **the checkout** and rewrite \`money.ts\`. ${'The callers move one by one. '.repeat(8)}`;

const stepping: Partial<Job> = {
  ...{ title: TITLE, step: STEP, projectId: PROJECT, progress: 0.5 },
  // As jobs keep it.
  steps: { count: 2, newest: ['Bash ls src/**/*.ts __init__.py', `${STEP.slice(0, 119)}…`] },
};

function card(fields: Partial<Job> = {}) {
  const job = aJob({ ...stepping, ...fields });
  const [shown] = render({ kind: 'card', key: 'k'.repeat(22), job, isOver: false, now: NOW }, 'en');
  if (shown === undefined) throw new Error('no card');
  expectSound(shown.body);
  return shown.body;
}

const line = { job: aJob(stepping), waiting: 0, now: NOW };
const event = anEvent({ type: 'job.failed', projectId: PROJECT, data: { error: 'x' } });
const about = { position: '1-0', parts: [], log: [], state: {}, title: TITLE } as const;
const alerted = { ...aJob(stepping), key: 'k'.repeat(22) };
const tailed = { jobId: 'j-1', job: 'k'.repeat(22), since: NOW, lines: ['x'] } as const;

const bodyOf = (...args: Parameters<typeof render>) =>
  render(...args)[0]?.body ?? { text: '', spans: [] };

/** Wherever a title, a step or a project is shown. */
const PLACES = {
  card: card(),
  event: bodyOf(
    { kind: 'event', event: { ...event, type: 'job.started' }, alert: false, title: TITLE },
    'en',
  ),
  alert: bodyOf({ kind: 'alert', event, job: alerted, ...about }, 'en'),
  tail: bodyOf({ kind: 'tail', state: 'live', title: TITLE, ...tailed }, 'en'),
  'list of jobs': jobHeading(line.job, voiceIn('en')),
  'state in a list': jobState(line, voiceIn('en')),
};

describe('what producers call a job, a step and a project', () => {
  it.each(Object.entries(PLACES))('has no Markdown left in it: %s', (_, { text }) => {
    expect(text).not.toMatch(/\*\*(?:once|the)|`|##/);
  });

  it.each(Object.entries(PLACES))('is no whole UUID: %s', (_, { text }) => {
    expect(text).not.toContain(PROJECT);
  });

  it('shows code as code, and commands as they are', () => {
    expect(visible(card())).toContain('`money.ts`');
    expect(card().text).toContain('Bash ls src/**/*.ts __init__.py');
  });

  it('names a step once, however long its producer is about it', () => {
    expect(card().text.match(/I looked at/g)).toHaveLength(1);
  });

  it('takes a title up to the end of its first line', () => {
    expect(card().text.split('\n')[0]).toBe('🔄 Round once in money.ts · 0b1e5d1a');
  });
});

describe('the bar of a job that is done', () => {
  it('is not the last that its producer said of it', () => {
    expect(card({ status: 'completed', progress: 0.84 }).text).not.toContain('84 %');
    expect(card({ status: 'failed', progress: 0.84 }).text).toContain('84 %');
    expect(card({ status: 'completed', progress: 1 }).text).toContain('100 %');
  });
});
