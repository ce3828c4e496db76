import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CanonicalEvent, JsonObject, JsonValue } from '../../../src/event/canonical-event.ts';
import { EVENT_TYPES } from '../../../src/event/event-types.ts';
import { TECHNICAL_FIELDS } from '../../../src/message/events/technical-fields.ts';
import { anEvent } from '../../helpers/events.ts';
import { effortMs } from '../../helpers/stopwatch.ts';
import { LOCALES, render, visible } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

type Shown = Partial<CanonicalEvent> & { readonly locale?: string };

function show(type: string, data: JsonObject, { locale = 'en', ...fields }: Shown = {}) {
  const { projectId: _p, sessionId: _s, jobId: _j, ...event } = anEvent({ type, data });
  const notice = { kind: 'event', event: { ...event, ...fields }, alert: false } as const;
  const [message] = render(notice, locale);
  if (message === undefined) throw new Error('expected a message');
  return message;
}
const linesOf = (...args: Parameters<typeof show>) => visible(show(...args).body).split('\n');

describe('fields that no text names', () => {
  it.each<[string, JsonObject, string[]]>([
    [
      'coordination.message_sent',
      { message: 'API changed', name: 'Builder', state: 'idle' },
      ['💬 *Message*', 'API changed · name: Builder · state: idle'],
    ],
    [
      'job.approved',
      { message: 'go on', name: 'Builder', state: 'waiting_approval' },
      [
        '✅ *Approved · decided outside, reported by runner*',
        'go on',
        'name: Builder',
        'state: waiting for approval',
      ],
    ],
    [
      'job.completed',
      { result: 'merged', notes: 'one test is flaky' },
      ['✅ *Completed*', 'result: merged', 'notes: one test is flaky'],
    ],
    [
      'job.completed',
      { summary: 'Done', diff_stat: '+1 -2', exitCode: 0, retry_count: 2 },
      ['✅ *Completed*', 'Done', '+1 −2 · exit code: 0 · retries: 2'],
    ],
  ])('follow in %s', (type, data, lines) => {
    expect(linesOf(type, data)).toEqual(lines);
  });

  it('have labels in the language of the chat, else plain words', () => {
    const data = { duration_seconds: 75, environment: 'production', warmUpPhase: 'x', 'a-b.c': 1 };
    expect(linesOf('x.y', data)).toEqual([
      '📋 *x.y*',
      'duration: 1 min 15 s',
      'environment: production',
      'warm up phase: x',
      'a b c: 1',
    ]);
    expect(linesOf('x.y', data, { locale: 'de' }).slice(1, 3)).toEqual([
      'Dauer: 1 min 15 s',
      'Umgebung: production',
    ]);
  });

  it('are formatted by name and shape', () => {
    const data = {
      started_at: '2026-03-02T08:00:00Z',
      ends: '2026-03-03T08:00:00',
      cost_usd: 3.2,
      price_eur: '12.5',
    };
    expect(linesOf('x.y', data).slice(1)).toEqual([
      'started: ⌚08:00 UTC⌚',
      'ends: ⌚3 Mar, 08:00 UTC⌚',
      'cost: $3.20',
      'price: €12.50',
    ]);
    const more = {
      artifact_bytes: 1_234_567,
      coverage_percent: 81.5,
      report: 'https://ci.example.com/42',
      port: 55432,
      rows: 55432,
      commit: 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3',
      timeout_ms: 1500,
    };
    expect(linesOf('x.y', more, { locale: 'de' }).slice(1)).toEqual([
      'artifact: 1,2 MB',
      'Abdeckung: 81,5 %',
      'report: @ci.example.com/42@(https://ci.example.com/42)',
      'Port: 55432',
      'rows: 55.432',
      'Commit: `a94a8fe5cc`',
      'Frist: 1,5 s',
    ]);
  });

  it('show objects and lists shortly, with what is left out counted', () => {
    const owner = { id: 'u-1', name: 'Ana', team: { name: 'Core', size: 4 } };
    const list = Array.from({ length: 8 }, (_, n) => `f${n}`);
    const deep = { a: { b: { c: { d: 1, e: 2 } } } };
    expect(linesOf('x.y', { owner, list, deep, context: { commits: 2 } }).slice(1)).toEqual([
      'owner: Ana (team: Core (size: 4))',
      'list: f0, f1, f2, f3, f4, +3 more',
      'deep: a: b: c: +2 more',
      'commits: 2',
    ]);
  });

  it('repeat nothing that is shown', () => {
    const event = { stage: 'script', sessionId: 'S12' };
    const data = { title: 'Fix it', task: 'Fix it', name: 'Fix it', where: 'S12', at: 'script' };
    expect(linesOf('job.created', data, event)).toEqual(['🆕 *New job*', 'Fix it', '`S12`']);
  });

  it('are left out only with a reason', () => {
    for (const { fields, because } of TECHNICAL_FIELDS) {
      expect(fields.length).toBeGreaterThan(0);
      expect(because).toMatch(/\w{3}/);
    }
    expect(linesOf('job.denied', { approval_id: 'ap-1', reason: 'no' }).slice(1)).toEqual(['no']);
    expect(linesOf('job.completed', { status: 'partial' }).slice(1)).toEqual(['status: partial']);
  });
});

/** Values that are nowhere else in a message. */
function unique(data: JsonObject): JsonObject {
  let count = 100;
  const name = (value: JsonValue): JsonValue => {
    if (value === null || typeof value === 'boolean') return null;
    if (Array.isArray(value)) return value.map(name);
    if (typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, name(item)]));
    }
    count += 1;
    return typeof value === 'number' ? count * 1.5 + 0.25 : `v${count}w`;
  };
  return name(data) as JsonObject;
}

function leavesOf(value: JsonValue): string[] {
  if (value === null) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [String(value)];
}

const KEYS = 'message name state reason result notes summary title task instruction error branch'
  .concat(' status from to text tool file command duration_seconds cost_usd url action comment')
  .split(' ');
const known = fc.constantFrom(...KEYS);
const other = fc.stringMatching(/^[k-m][a-c]{1,3}$/);
const oneOrMore = (scalar: fc.Arbitrary<JsonValue>) =>
  fc.oneof(
    { weight: 4, arbitrary: scalar },
    fc.array(scalar, { maxLength: 8 }),
    fc.dictionary(fc.stringMatching(/^[k-m][a-c]$/), scalar, { maxKeys: 8 }),
  );
/** Numbers of known names are formatted: as money, as a duration. */
const someData = fc
  .tuple(
    fc.dictionary(known, oneOrMore(fc.constantFrom('text', null)), { maxKeys: 8 }),
    fc.dictionary(other, oneOrMore(fc.constantFrom('text', 1, null)), { maxKeys: 8 }),
  )
  .map(([some, more]): JsonObject => ({ ...some, ...more }));

describe('whatever an event carries', () => {
  it('is shown or counted', () => {
    const types = fc.constantFrom(...EVENT_TYPES, 'warp.core.opened', 'warp.core.failed');
    fc.assert(
      fc.property(types, someData, fc.constantFrom('en', 'de', 'es'), (type, wanted, locale) => {
        const data = unique(wanted);
        const shown = show(type, data, { locale }).body.text.replaceAll(/(\d),(\d)/g, '$1.$2');
        const numbers = (pattern: RegExp) =>
          [...shown.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);
        const isSeen = (leaf: string) => shown.includes(leaf);
        const fields = Object.values(data).map(leavesOf);
        const unseen = fields.filter((leaves) => leaves.length > 0 && !leaves.some(isSeen));
        const hidden = fields
          .filter((leaves) => leaves.some(isSeen))
          .flatMap((leaves) => leaves.filter((leaf) => !isSeen(leaf)));
        const moreFields = numbers(/… (?:and|und|y) (\d+)/g);
        expect([unseen.length <= moreFields, unseen, shown]).toEqual([true, unseen, shown]);
        expect(hidden.length).toBeLessThanOrEqual(numbers(/\+(\d+) (?:more|weitere|más)/g));
      }),
      { numRuns: 500 },
    );
  });

  it('fits into a message', () => {
    const types = fc.constantFrom(...EVENT_TYPES, 'warp.core.opened');
    const anyData = fc.dictionary(
      fc.oneof(known, fc.string({ unit: 'binary' })),
      fc.oneof(fc.jsonValue(), fc.string({ minLength: 300, unit: 'grapheme' }), fc.webUrl()),
    );
    fc.assert(
      fc.property(types, anyData, fc.constantFrom(...LOCALES.keys()), (type, data, locale) => {
        const { body } = show(type, data as JsonObject, { locale });
        expectSound(body);
        expect(body.text.length).toBeLessThanOrEqual(4_096);
        expect(body.spans.length).toBeLessThanOrEqual(100);
      }),
    );
  });

  it('of any size and depth is quick', () => {
    let deep: JsonValue = 'bottom';
    for (let depth = 0; depth < 5_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { a: deep };
    const wide = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 'x'.repeat(100)]),
    );
    const effort = effortMs(() => {
      expect(show('x.y', wide).body.text).toContain('… and 19,992 more fields');
      const large = { deep, summary: 'x'.repeat(1_000_000) };
      expect(show('job.completed', large).body.text).toContain('+1 more');
    });
    expect(effort).toBeLessThan(5_000);
  });
});
