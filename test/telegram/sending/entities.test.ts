import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Span, Style } from '../../../src/message/text/rich-text.ts';
import { ENTITY_LIMIT, entitiesOf } from '../../../src/telegram/sending/entities.ts';

const MEANINGS: readonly (readonly [Style, object])[] = [
  [{ type: 'bold' }, { type: 'bold' }],
  [{ type: 'italic' }, { type: 'italic' }],
  [{ type: 'strikethrough' }, { type: 'strikethrough' }],
  [{ type: 'code' }, { type: 'code' }],
  [{ type: 'pre' }, { type: 'pre' }],
  [
    { type: 'pre', language: 'diff' },
    { type: 'pre', language: 'diff' },
  ],
  [{ type: 'quote' }, { type: 'blockquote' }],
  [{ type: 'expandable' }, { type: 'expandable_blockquote' }],
  [
    { type: 'link', url: 'https://example.org/1' },
    { type: 'text_link', url: 'https://example.org/1' },
  ],
  [
    { type: 'time', unixSeconds: 1_772_442_000 },
    { type: 'date_time', unix_time: 1_772_442_000, date_time_format: 'dt' },
  ],
  [
    { type: 'time', unixSeconds: 1_772_442_000, isToday: true },
    { type: 'date_time', unix_time: 1_772_442_000, date_time_format: 't' },
  ],
  [
    { type: 'mention', userId: 1001 },
    { type: 'text_mention', user: { id: 1001, is_bot: false, first_name: ' cd' } },
  ],
];

const span = fc.record({
  type: fc.constantFrom('bold' as const, 'code' as const, 'quote' as const),
  offset: fc.integer({ min: -3, max: 400 }),
  length: fc.integer({ min: -3, max: 400 }),
});

describe('entities', () => {
  it.each(MEANINGS)('turn %j into %j', (style, entity) => {
    const spans = [{ ...style, offset: 2, length: 3 }];
    expect(entitiesOf({ text: 'ab cde', spans })).toEqual([{ ...entity, offset: 2, length: 3 }]);
  });

  it('are the first hundred if there are more', () => {
    const spans = Array.from({ length: 150 }, (_, at): Span => {
      return { type: 'bold', offset: 149 - at, length: 1 };
    });
    const entities = entitiesOf({ text: 'x'.repeat(150), spans });
    expect(entities.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 100 }, (_, at) => at),
    );
  });

  it('have the outer before the inner', () => {
    const spans: Span[] = [
      { type: 'code', offset: 4, length: 1 },
      { type: 'italic', offset: 0, length: 2 },
      { type: 'bold', offset: 0, length: 5 },
    ];
    const types = entitiesOf({ text: 'abcde', spans }).map(({ type }) => type);
    expect(types).toEqual(['bold', 'italic', 'code']);
  });

  test.prop([fc.string({ maxLength: 300 }), fc.array(span, { maxLength: 300 })])(
    'are never more than 100, never empty and never outside the text',
    (text, spans) => {
      const entities = entitiesOf({ text, spans });
      expect(entities.length).toBeLessThanOrEqual(ENTITY_LIMIT);
      for (const { offset, length } of entities) {
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(length).toBeGreaterThan(0);
        expect(offset + length).toBeLessThanOrEqual(text.length);
      }
    },
  );
});
