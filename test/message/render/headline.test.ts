import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import { EVENT_TYPES } from '../../../src/event/event-types.ts';
import { eventText } from '../../../src/message/events/event-text.ts';
import { headlineFor, headlineText } from '../../../src/message/render/headline.ts';
import { anEvent } from '../../helpers/events.ts';
import { render, undirected, visible, voiceIn } from '../speaking.ts';

function lineOf(fields: Partial<CanonicalEvent>, title: string, locale = 'en') {
  const event = anEvent({ data: {}, projectId: 'acme/gateway', ...fields });
  const voice = voiceIn(locale);
  const { heading } = eventText(event, voice);
  return visible(headlineText(headlineFor({ event, title }, heading, voice)));
}

describe('the first line of a message', () => {
  it.each([
    [{ type: 'job.started' }, '🔧 *Add rate limiting started* · acme/gateway'],
    [{ type: 'job.queued' }, '⏳ *Add rate limiting queued* · acme/gateway'],
    [{ type: 'job.completed' }, '✅ *Add rate limiting done* · acme/gateway'],
    [
      { type: 'job.completed', data: { success: false } },
      '❌ *Add rate limiting finished unsuccessfully* · acme/gateway',
    ],
    [{ type: 'job.failed' }, '❌ *Add rate limiting failed* · acme/gateway'],
    [{ type: 'job.canceled' }, '🚫 *Add rate limiting canceled* · acme/gateway'],
    [
      { type: 'job.updated', data: { status: 'running' } },
      '🔄 *Add rate limiting: Running* · acme/gateway',
    ],
    [
      { type: 'job.progress', data: { tool: 'Edit' } },
      '⚙️ *Add rate limiting: Edit* · acme/gateway',
    ],
    [
      { type: 'stage.started', stage: 'script' },
      '▶️ *Add rate limiting: Stage script* · acme/gateway',
    ],
  ] as const)('says state, title and project: %j', (fields, line) => {
    expect(lineOf(fields, 'Add rate limiting')).toBe(line);
  });

  it('shortens a long title, never the state', () => {
    const title = 'Add rate limiting to the public API and to everything behind it';
    const line = lineOf({ type: 'job.completed' }, title).replaceAll('*', '');
    expect(line).toMatch(/^✅ Add rate limiting to the public.*… done · acme\/gateway$/);
    expect(line.length).toBeLessThanOrEqual(60);
    const german = lineOf({ type: 'job.failed' }, title, 'de').replaceAll('*', '');
    expect(german).toMatch(/… fehlgeschlagen · acme\/gateway$/);
  });

  it('fits the lock screen with any title, for every state that has words of its own', () => {
    const states = ['job.created', 'job.started', 'job.completed', 'job.failed', 'job.canceled'];
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.lorem());
    fc.assert(
      fc.property(fc.constantFrom(...states), text, text, (type, title, projectId) => {
        const event = anEvent({ type, projectId, data: {} });
        for (const locale of ['en', 'de', 'es', 'ar']) {
          const voice = voiceIn(locale);
          const { heading } = eventText(event, voice);
          const line = headlineText(headlineFor({ event, title }, heading, voice)).text;
          expect(undirected(line).length).toBeLessThanOrEqual(60);
          expect(line).not.toContain('\n');
        }
      }),
    );
  });

  it('takes the first line of a title that has several', () => {
    expect(lineOf({ type: 'job.started' }, '\n\n  Fix it\nand then more')).toBe(
      '🔧 *Fix it started* · acme/gateway',
    );
    expect(lineOf({ type: 'job.started' }, ' \n ')).toBe('🔧 *Started* · acme/gateway');
  });

  it('has no whole UUID, as project or else', () => {
    const projectId = '550e8400-e29b-41d4-a716-446655440000';
    expect(lineOf({ type: 'job.started', projectId }, 'Fix it')).toBe(
      '🔧 *Fix it started* · `550e8400`',
    );
  });

  it('is never taken for another text by a type that is named like one', () => {
    expect(lineOf({ type: 'other' }, 'Fix it')).toBe('📋 *Fix it: other* · acme/gateway');
    for (const type of [...EVENT_TYPES, 'job.failed.failed', 'x', 'headline']) {
      expect(lineOf({ type }, 'Fix it'), type).toContain('Fix it');
    }
  });

  it('is not repeated below, unless it had to be shortened', () => {
    const text = (task: string) => {
      const event = anEvent({ type: 'job.created', data: { task } });
      return render({ kind: 'event', event, title: task, alert: false }, 'en')[0]?.body.text;
    };
    expect(text('Fix it')).toBe('🆕 New job: Fix it · p1\nS1 · j1');
    const event = anEvent({ type: 'job.updated', data: { task: 'plan it', last_action: 'plan' } });
    const [message] = render({ kind: 'event', event, title: 'plan it', alert: false }, 'en');
    expect(message?.body.text).toContain('\nplan\n');
    const long = 'Add rate limiting to the public API and to everything behind it';
    expect(text(long)).toContain(`\n${long}\n`);
  });
});
