// The summary of what came while a chat was left alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Notice, TitledEvent } from '../../../src/message/notice.ts';
import { anEvent } from '../../helpers/events.ts';
import { aRequest } from '../../helpers/requests.ts';
import { render } from '../speaking.ts';

type Summary = Extract<Notice, { kind: 'summary' }>;

const NONE = { count: 0, newest: [] };
const NOTHING: Summary = {
  ...{ kind: 'summary', failures: NONE, waiting: [], fixed: 0, results: NONE, others: 0 },
  now: Date.parse('2026-03-02T07:00:00Z'),
};

/** Long titles have long reasons. */
const whyOf = (title: string) =>
  title.length < 50 ? 'connection refused' : 'no answer from the database '.repeat(10);

function ended(type: string, count: number, title = 'Nightly check'): TitledEvent[] {
  return Array.from({ length: count }, (_, at) => ({
    event: anEvent({
      ...{ id: `e${at}`, type, projectId: 'shop', jobId: `job-${at}` },
      data: type === 'job.failed' ? { error: whyOf(title) } : { cost_usd: 7.41 },
    }),
    title: `${at}: ${title}`,
  }));
}

const failed = (count: number, title?: string) => ({
  count,
  newest: ended('job.failed', Math.min(count, 40), title),
});
const done = (count: number, title?: string) => ({
  count,
  newest: ended('job.completed', Math.min(count, 40), title),
});
const waiting = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    request: aRequest(`a${at}`, { title: 'Roll out the shop' }),
    votes: [],
    revision: 0,
  }));

const show = (fields: Partial<Summary>, locale = 'en') => render({ ...NOTHING, ...fields }, locale);

describe('the summary after a mute or quiet hours', () => {
  it('begins with what failed and what still waits, then how things ended, then counts', () => {
    const [message, ...more] = show({
      ...{ failures: failed(1), waiting: waiting(1), results: done(2), fixed: 1, others: 120 },
      showAll: 'w:1.0-2.0',
    });
    expect(more).toEqual([]);
    expect(message?.body.text).toBe(
      [
        '🌅 While it was quiet: 1 failed · 1 waiting · 2 done',
        '',
        'Failed: 1',
        '❌ 0: Nightly check failed · shop: connection refused',
        '',
        'Waiting for a decision: 1 · /approvals',
        '⏳ Deploy? Roll out the shop · p1',
        '',
        'Finished: 2',
        '✅ 0: Nightly check done · shop: $7.41',
        '✅ 1: Nightly check done · shop: $7.41',
        '',
        '🔧 1 failure was fixed meanwhile',
        '120 other events',
      ].join('\n'),
    );
    expect(message?.silent).toBe(false);
    expect(message?.buttons).toEqual([[{ label: 'Show all', action: 'w:1.0-2.0' }]]);
  });

  it('says the most important within what a locked screen shows, in other languages too', () => {
    const fields = { failures: failed(40), waiting: waiting(12), results: done(40) };
    for (const [locale, line] of [
      ['en', '🌅 While it was quiet: 40 failed · 12 waiting · 40 done'],
      ['de', '🌅 Während der Ruhe: 40 fehlgeschlagen · 12 offen · 40 fertig'],
      ['es', '🌅 En silencio: 40 fallos · 12 pendientes · 40 completados'],
    ] as const) {
      const first = show(fields, locale)[0]?.body.text.split('\n')[0] ?? '';
      expect(first).toBe(line);
      expect(first.length).toBeLessThanOrEqual(62);
    }
  });

  it('makes a sound only if something failed or waits', () => {
    const silent = (fields: Partial<Summary>) => show(fields).map((message) => message.silent);
    expect(silent({ results: done(3), others: 9, fixed: 2 })).toEqual([true]);
    expect(silent({ failures: failed(1) })).toEqual([false]);
    expect(silent({ waiting: waiting(1) })).toEqual([false]);
  });

  it('says that nothing of weight came, and how much else', () => {
    expect(show({ others: 1 })[0]?.body.text).toBe(
      '🌅 While it was quiet: nothing failed, waits or ended\n\n1 other event',
    );
  });

  it('is two messages at most, whatever came, and counts what it does not name', () => {
    const digits = (count: number) => count.toLocaleString('en');
    const few = fc.integer({ min: 0, max: 60 });
    const many = fc.oneof(few, fc.integer({ min: 0, max: 100_000 }));
    const title = fc.constantFrom('x', 'Check that all orders of the night are there '.repeat(4));
    fc.assert(
      fc.property(many, few, many, many, title, (...[broken, open, over, others, what]) => {
        const counts = { failures: failed(broken, what), results: done(over, what), others };
        const messages = show({ ...counts, waiting: waiting(open) });
        expect(messages.length).toBeLessThanOrEqual(2);
        for (const { body } of messages) expect(body.text.length).toBeLessThanOrEqual(4_096);
        const text = messages.map(({ body }) => body.text).join('\n');
        if (broken > 0) expect(text).toContain(`${digits(broken)} failed`);
        if (over > 0) expect(text).toContain(`${digits(over)} done`);
        if (others > 1) expect(text).toContain(`${digits(others)} other events`);
        expect(messages.slice(1).every(({ silent }) => silent)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
