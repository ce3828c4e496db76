import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, pack } from '../../../src/message/text/pack.ts';
import { plain, styled } from '../../../src/message/text/rich-text.ts';
import { expectSound } from './rich-texts.ts';

const line = fc
  .record({ text: fc.integer({ min: 1, max: 900 }).map((n) => 'x'.repeat(n)), events: fc.nat(50) })
  .map(({ text, events }) => ({ body: styled(text, { type: 'code' }), events }));
const block: fc.Arbitrary<Block> = fc
  .array(line, { minLength: 1, maxLength: 40 })
  .map((lines) => ({ heading: plain('heading'), lines }));

describe('pack', () => {
  it('places or counts every line, in messages with room for one more', () => {
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        (given, most) => {
          const { bodies, leftOut } = pack(given, most);
          expect(bodies.length).toBeLessThanOrEqual(most);
          const placed = bodies
            .flatMap(({ text }) => text.split('\n'))
            .filter((t) => /^x+$/.test(t));
          const lines = given.flatMap(({ lines }) => lines);
          expect(placed.map((text) => text.length)).toEqual(
            lines.slice(0, placed.length).map(({ body }) => body.text.length),
          );
          const rest = lines.slice(placed.length).reduce((sum, { events }) => sum + events, 0);
          expect(leftOut).toBe(rest);
          for (const body of bodies) {
            expectSound(body);
            expect(body.text.length).toBeLessThanOrEqual(4_000);
            expect(body.spans.length).toBeLessThanOrEqual(96);
          }
        },
      ),
    );
  });

  it('begins a new message when one would hold too many spans', () => {
    const lines = Array.from({ length: 200 }, (_, n) => ({
      body: styled(`x${n}`, { type: 'code' }),
      events: 1,
    }));
    const { bodies, leftOut } = pack([{ heading: plain('heading'), lines }], 4);
    expect(bodies.map(({ spans }) => spans.length)).toEqual([96, 96, 8]);
    expect(leftOut).toBe(0);
  });
});
