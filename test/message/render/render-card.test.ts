import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/jobs/job-board.ts';
import { aJob } from '../../helpers/memory-job-board.ts';
import { render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const NOW = Date.parse('2026-03-02T09:30:00.000Z');

function show(fields: Partial<Job>, { now = NOW, locale = 'en', isOver = false } = {}) {
  const job = aJob({ title: 'Add rate limiting', projectId: 'acme/gateway', ...TIMES, ...fields });
  const [card, ...others] = render({ kind: 'card', key: 'k'.repeat(22), job, isOver, now }, locale);
  if (card === undefined || others.length > 0) throw new Error('expected one message');
  expectSound(card.body);
  return card;
}

const TIMES = { startedAt: '2026-03-02T09:20:00.000Z', updatedAt: '2026-03-02T09:24:00.000Z' };
const linesOf = (...args: Parameters<typeof show>) => show(...args).body.text.split('\n');

describe('the card of a job', () => {
  it('has title, progress, the newest steps, and what it cost, without a sound', () => {
    const steps = { count: 44, newest: ['Write src/limit.ts', 'Bash npm test', 'Edit README.md'] };
    const card = show({
      ...{ steps, progress: 0.5, costUsd: 6.1, budgetUsd: 50, requestsMade: 9, maxRequests: 30 },
      step: 'Edit README.md',
    });
    expect(card.body.text.split('\n')).toEqual([
      '🔄 Add rate limiting · acme/gateway',
      '▓▓▓▓▓░░░░░ 50 %',
      '✓ Write src/limit.ts',
      '✓ Bash npm test',
      '▸ Edit README.md',
      '44 steps · $6.10 of $50 · 9 of 30 calls · 4 min · j1',
    ]);
    expect(card.silent).toBe(true);
    expect(card.buttons?.flat().map(({ label }) => label)).toEqual(['📜 Log', '🔕 Mute']);
  });

  it('has no log of a feature request, and its id as its producer knows it', () => {
    const card = show({ dialect: 'delivery', id: 'feature:f1' });
    expect(card.body.text.split('\n').at(-1)).toMatch(/ · f1$/);
    expect(card.buttons?.flat().map(({ label }) => label)).toEqual(['🔕 Mute']);
  });

  it.each([
    ['queued', '⏳ Add rate limiting · acme/gateway'],
    ['running', '🔧 Add rate limiting · acme/gateway'],
    ['waiting', '⏸️ Add rate limiting waits for approval · acme/gateway'],
    ['completed', '✅ Add rate limiting done · acme/gateway'],
    ['failed', '❌ Add rate limiting failed · acme/gateway'],
    ['canceled', '🚫 Add rate limiting canceled · acme/gateway'],
  ] as const)('says on the lock screen that it is %s', (status, first) => {
    expect(linesOf({ status })[0]).toBe(first);
  });

  it('marks a step as done once it is, or the job is', () => {
    const steps = { count: 1, newest: ['Bash npm test'] };
    expect(linesOf({ steps, status: 'failed' })).toContain('▸ Bash npm test');
    expect(linesOf({ steps, status: 'completed' })).toContain('✓ Bash npm test');
    expect(linesOf({ steps: { ...steps, isDone: true } })).toContain('✓ Bash npm test');
  });

  it('says that a job lost contact after an hour, but not of one that waits or is over', () => {
    const now = Date.parse(TIMES.updatedAt) + 3_600_000;
    const silent = '📡 No sign of life since 09:24 UTC';
    expect(linesOf({}, { now }).at(-1)).toBe(silent);
    expect(linesOf({}, { now: now - 1 })).not.toContain(silent);
    expect(linesOf({ status: 'waiting' }, { now })).not.toContain(silent);
    expect(linesOf({ status: 'completed' }, { now, isOver: true })).not.toContain(silent);
  });

  it('has no buttons once the job is over', () => {
    expect(show({ status: 'completed' }, { isOver: true }).buttons).toBeUndefined();
  });

  it('is short and inert whatever the job says, and has a name without a title', () => {
    const long = 'x'.repeat(5_000);
    const steps = { count: 9, newest: Array.from({ length: 5 }, () => `@all /start ${long}`) };
    expect(show({ title: long, steps, step: long, stage: long }).body.text.length).toBeLessThan(
      900,
    );
    expect(linesOf({ title: '' })[0]).toBe('🔧 j1 · acme/gateway');
  });

  it('has its id once', () => {
    expect(show({ title: '' }).body.text.match(/j1/g)).toHaveLength(1);
    expect(show({}).body.text.match(/j1/g)).toHaveLength(1);
  });

  it('speaks German', () => {
    expect(linesOf({ status: 'failed' }, { locale: 'de' })[0]).toBe(
      '❌ Add rate limiting fehlgeschlagen · acme/gateway',
    );
  });
});
