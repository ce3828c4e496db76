import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent } from '../../../src/event/canonical-event.ts';
import type { DigestGroup, Notice } from '../../../src/message/notice.ts';
import { anEvent } from '../../helpers/events.ts';
import { render } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

type Digest = Extract<Notice, { kind: 'digest' }>;

function show(groups: readonly DigestGroup[], fields: Partial<Digest> = {}) {
  const digest = { kind: 'digest', groups, moreEvents: 0, moreGroups: 0, alert: false } as const;
  return render({ ...digest, ...fields }, 'en');
}
const texts = (...given: Parameters<typeof show>) => show(...given).map(({ body }) => body.text);
const failure = (error: string) => anEvent({ type: 'job.failed', data: { error } });
const news = (summary: string) => anEvent({ type: 'job.completed', data: { summary } });

function group(label: string, events: readonly CanonicalEvent[], more = 0): DigestGroup {
  return { label, events: events.map((event) => ({ event })), more };
}

describe('a digest', () => {
  it('names each group, then its events oldest first, then how many more', () => {
    expect(
      texts(
        [
          group('S1', [news('one'), failure('two')], 3),
          group('p1', [anEvent({ type: 'job.queued', data: { instruction: 'a\nb' } })]),
          group('', [anEvent({ type: 'orchestrator.stopped', data: {} })]),
        ],
        { moreEvents: 7, moreGroups: 1 },
      ),
    ).toEqual([
      [
        '📂 S1 · p1\n✅ Completed: one\n❌ Failed: two\n… and 3 more',
        '📂 p1\n⏳ Queued: a · b',
        '📂 Everything else\n⏹️ Orchestrator stopped',
        '… and 7 more in one other place',
      ].join('\n\n'),
    ]);
  });

  it('sounds when it holds an alert, and once at most', () => {
    expect(show([group('S1', [news('x')])]).map((message) => message.silent)).toEqual([true]);
    const long = Array.from({ length: 40 }, (_, n) => failure(`${n} ${'x'.repeat(300)}`));
    const messages = show([group('S1', long)], { alert: true });
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.map((message) => message.silent)).toEqual(
      messages.map((_, index) => index > 0),
    );
  });

  it('repeats the heading where a group goes on in the next message', () => {
    const long = Array.from({ length: 30 }, (_, n) => failure(`${n} ${'x'.repeat(300)}`));
    const bodies = texts([group('S1', long)]);
    expect(bodies).toHaveLength(2);
    for (const text of bodies) expect(text.startsWith('📂 S1 · p1\n❌ Failed: ')).toBe(true);
    expect(bodies.join('\n').match(/❌/g)).toHaveLength(30);
  });

  it('drops news before failures when not all fits, and counts it', () => {
    const groups = Array.from({ length: 20 }, (_, n) =>
      group(`S${n}`, [
        failure(`alarm ${n} ${'y'.repeat(100)}`),
        ...Array.from({ length: 8 }, () => news('x'.repeat(300))),
      ]),
    );
    const all = texts(groups).join('\n');
    expect(all.match(/❌ Failed: alarm/g)).toHaveLength(20);
    expect(all.match(/… and 8 more/g)).toHaveLength(20);
  });

  it('shows or counts every event, in at most four valid messages that fit', () => {
    const event = fc
      .tuple(fc.constantFrom('job.failed', 'job.completed', 'job.progress'), fc.nat(400))
      .map(([type, length]) => {
        const text = `login.py ${'x'.repeat(length)}`;
        return anEvent({ type, data: { error: text, summary: text, tool: 'Edit', file: text } });
      });
    const groups = fc.array(
      fc.tuple(fc.array(event, { maxLength: 25 }), fc.nat(9)).map(([events, more]) => ({
        label: 'S1',
        events: events.map((one) => ({ event: one })),
        more: events.length === 0 ? more + 1 : more,
      })),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(groups, fc.nat(20), (gathered, moreEvents) => {
        const messages = show(gathered, { moreEvents, moreGroups: moreEvents > 0 ? 1 : 0 });
        expect(messages.length).toBeLessThanOrEqual(4);
        for (const { body } of messages) {
          expectSound(body);
          expect(body.text.length).toBeLessThanOrEqual(4_096);
          expect(body.spans.length).toBeLessThanOrEqual(100);
        }
        const all = messages.map(({ body }) => body.text).join('\n');
        const shown = all.match(/^(❌ Failed|✅ Completed|⚙️ Edit)/gmu)?.length ?? 0;
        const counted = [...all.matchAll(/^… and (\d+) more/gm)].map(([, count]) => Number(count));
        const told = counted.reduce((sum, count) => sum + count, shown);
        const meant = gathered.reduce((sum, { events, more }) => sum + events.length + more, 0);
        expect(told).toBe(meant + moreEvents);
      }),
      { numRuns: 60 },
    );
  });
});
