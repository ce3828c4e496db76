import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markdown } from '../../../src/message/markdown/markdown.ts';
import { proseExcerpt } from '../../../src/message/markdown/prose-excerpt.ts';
import { inert } from '../../../src/message/text/inert.ts';
import type { RichText } from '../../../src/message/text/rich-text.ts';
import { withFoundEntities } from '../../../src/simulator/protocol/find-entities.ts';
import { entitiesOf } from '../../../src/telegram/sending/entities.ts';
import { effortMs } from '../../helpers/stopwatch.ts';
import { visible } from '../speaking.ts';
import { expectSound } from '../text/rich-texts.ts';

const shown = (text: string) => visible(markdown(text));

describe('Markdown', () => {
  it.each([
    ['**All** tests pass', '*All* tests pass'],
    ['*really* and ~~not~~ done', '_really_ and ~not~ done'],
    ['***both***, and **bold *italic* bold**', '*_both*_, and *bold _italic_ bold*'],
    ['run `npm test` now', 'run `npm test` now'],
    ['``a`b`` and ` x `', '`a`b` and `x`'],
    ['**use `rm` here**', '*use `*rm*` here*'],
    ['## Result ##', '*Result*'],
    ['- one\n* two\n  + three', '• one\n• two\n  • three'],
    ['- [ ] open\n- [x] done', '☐ open\n☑ done'],
    ['1. first\n2. second', '1. first\n2. second'],
    ['> said\n> so\nthen', '>said\nso>\nthen'],
    ['see:\n```ts\nconst a = **b**;\n```\nok', 'see:\n```const a = **b**;```\nok'],
    ['```\ncut off', '```cut off```'],
    ['a \\* b \\_c\\_', 'a * b _c_'],
  ])('means what it says: %j', (text, meaning) => {
    expect(shown(text)).toBe(meaning);
  });

  it('keeps the language of a block', () => {
    expect(markdown('```diff\n-a\n+b\n```').spans).toEqual([
      { type: 'pre', language: 'diff', offset: 0, length: 5 },
    ]);
  });

  it.each([
    '2*3*4 = 24, 5 * 6 * 7',
    '__init__ and _private_ and snake_case',
    'def f(*args, **kwargs)',
    'all *.ts and *.js',
    '(*) and (*)',
    '**open',
    '#42 is fixed, # alone',
    '-1 and - ',
    '~/bin, ~5 min',
    'a ` tick, an [index], f(x)[0](y z)',
    '****',
    '``',
    '> ',
    'C:\\temp\\new',
  ])('leaves alone what is none: %s', (text) => {
    const { text: same, spans } = markdown(text);
    expect(same).toBe(text);
    expect(spans.filter(({ type }) => type !== 'code')).toEqual([]);
  });

  it.each([
    [
      '[the docs](https://docs.example.com/a)',
      'the docs (@docs.example.com/a@(https://docs.example.com/a))',
    ],
    ['[paypal.com](https://evil.example)', '`paypal.com` (@evil.example@(https://evil.example/))'],
    ['<https://a.example/x>', '@a.example/x@(https://a.example/x)'],
    ['**[https://a.example](https://a.example)**', '*@a.example*@(https://a.example/)'],
    ['![shot](https://cdn.example/1.png)', 'shot (@cdn.example/1.png@(https://cdn.example/1.png))'],
    ['[x](https://a.example)evil.example', 'x (@a.example`@(https://a.example/))evil.example`'],
    ['[limit.ts](src/limit.ts#L10)', '`limit.ts` (`src/limit.ts#L10`)'],
    ['[src/limit.ts](src/limit.ts#L10)', '`src/limit.ts#L10`'],
    ['[a](javascript:alert(1))', '[a](javascript:alert(1))'],
    ['[a](https://b@evil.example)', '[`a](https://b@evil.example`)'],
    ['[a](tg://user?id=1)', '[`a](tg://user?id=1`)'],
    ['https://a.example', '`https://a.example`'],
    ['@ana **@ben** `x`.com exa**mple.com**', '`@ana` `@ben` `x.com` `exa**mple.com**`'],
  ])('lets no link mislead, and nothing else be tapped: %s', (text, meaning) => {
    expect(shown(text)).toBe(meaning);
  });
});

const pieces = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('*', '**', '***', '~~', '`', '``', '```', '\\', '_') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('\n', ' ', '\n# ', '\n- ', '\n> ', '\n```\n', '- [x] '),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('@ana_k', '/deploy', 'evil.example', '#tag', 'a@b.org'),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom('[a', '](', ')', '<', '>', '![b](', 'https://c.example/d'),
    },
    { weight: 4, arbitrary: fc.stringMatching(/^[a-z]{1,6}$/) },
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  ),
  { maxLength: 40 },
);
const text = pieces.map((parts) => parts.join(''));

/** What is no markup: letters and digits of any script. */
const substance = (of: string) => of.replaceAll(/[^\p{L}\p{N}]/gu, '');

function expectNested({ spans }: RichText): void {
  for (const a of spans) {
    for (const b of spans) {
      const [endA, endB] = [a.offset + a.length, b.offset + b.length];
      const crosses = a.offset < b.offset && b.offset < endA && endA < endB;
      expect([crosses, a, b]).toEqual([false, a, b]);
      const isOver = a !== b && a.offset < endB && b.offset < endA;
      const isSealed = (a.type === 'code' || a.type === 'pre') && b.type !== 'quote';
      if (isOver && isSealed) expect([a, b]).toEqual([]);
    }
  }
}

describe('any text', () => {
  it('loses nothing but markup', () => {
    fc.assert(
      fc.property(text, (given) => {
        // Of a link, the scheme; of a block, its language; of a box, the cross.
        const plain = given.replaceAll(/https:|```[^\n]*|\[[xX]\]|[<[]/g, ' ');
        expect(substance(markdown(plain).text)).toBe(substance(inert(plain).text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is sound, nested as Telegram wants it, and has few spans', () => {
    fc.assert(
      fc.property(text, (given) => {
        const rich = markdown(given);
        expectSound(rich);
        expectNested(rich);
        expect(rich.spans.length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has nothing that Telegram makes tappable, but links that show where they lead', () => {
    fc.assert(
      fc.property(text, (given) => {
        const rich = markdown(given);
        const found = withFoundEntities(rich.text, entitiesOf(rich));
        const tappable = /^(?:url|email|bot_command|mention|hashtag|text_mention)$/;
        // The simulator knows only ASCII letters: Telegram sees no command behind any other.
        const isWord = (at: number) => /[\p{L}\p{N}]$/u.test(rich.text.slice(0, at));
        const free = found.filter(({ type, offset }) => tappable.test(type) && !isWord(offset));
        expect(free).toEqual([]);
        for (const span of rich.spans) {
          if (span.type !== 'link') continue;
          const label = rich.text.slice(span.offset, span.offset + span.length);
          expect(label.startsWith(new URL(span.url).host)).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is shortened to a size', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (given, units) => {
        const rich = proseExcerpt(given, units);
        expectSound(rich);
        expect(rich.text.length).toBeLessThanOrEqual(units + 1);
      }),
    );
  });

  it.each([
    '*',
    '**a ',
    '`',
    '` `` ',
    '[',
    '[a](',
    '![a](b',
    '<http://',
    '> ',
    '```\n',
    '> \n',
    '# a  ',
    '\\*',
    '# a\n',
  ])('of %j without end takes little time', (piece) => {
    expect(effortMs(() => markdown(piece.repeat(20_000)))).toBeLessThan(2_000);
  });
});
