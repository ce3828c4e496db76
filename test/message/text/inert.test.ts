import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inert } from '../../../src/message/text/inert.ts';
import { expectSound } from './rich-texts.ts';

const coded = (text: string) =>
  inert(text).spans.map(({ offset, length }) => text.slice(offset, offset + length));

describe('inert', () => {
  it.each([
    ['ask @ana_k about it', ['@ana_k']],
    ['run /deploy, then wait', ['/deploy']],
    ['run (/deploy@jobs_bot).', ['/deploy@jobs_bot']],
    ['go to https://evil.example/x?y=1!', ['https://evil.example/x?y=1']],
    ['tg://resolve?domain=x', ['tg://resolve?domain=x']],
    ['open evil.example now', ['evil.example']],
    ['edit src/auth/login.py', ['src/auth/login.py']],
    ['“README.md”', ['README.md']],
    ['mail a@b.org', ['a@b.org']],
    ['see #release and $USD', ['#release', '$USD']],
    ['at 192.168.0.1:8080', ['192.168.0.1:8080']],
    ['call +1-212-555-0123', ['+1-212-555-0123']],
    ['card 4111111111111111', ['4111111111111111']],
  ])('sets as code what Telegram would make tappable: %s', (text, found) => {
    expect(coded(text)).toEqual(found);
  });

  it.each([
    'Implemented login form with validation',
    '+245 -12',
    'version 2.4.0',
    'read and/or write, e.g. 3.5 GB',
    'fixes #42',
    'done. Next: tests',
  ])('leaves ordinary words alone: %s', (text) => {
    expect(coded(text)).toEqual([]);
  });

  it('keeps the text unchanged, in few spans', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('@ana', '/go', 'a.org', '…', '\n'))),
        (words) => {
          const text = words.join(' ').replaceAll(/[^\P{C}\n]/gu, '');
          const result = inert(text);
          expectSound(result);
          expect(result.text).toBe(text);
          expect(result.spans.length).toBeLessThanOrEqual(4);
          const free = result.spans.reduceRight(
            (rest, { offset, length }) => rest.slice(0, offset) + rest.slice(offset + length),
            result.text,
          );
          expect(free).not.toMatch(/@\w|:\/\/|a\.org|(^|\s)\/go/);
        },
      ),
    );
  });
});
