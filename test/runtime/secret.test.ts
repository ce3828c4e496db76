import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createMask, createSecret } from '../../src/runtime/secret.ts';

const secret = createSecret('hunter2-hunter2');

it('shows itself to whoever asks for it', () => {
  expect(secret.reveal()).toBe('hunter2-hunter2');
});

it.each([
  ['a template', `${secret}`],
  ['JSON', JSON.stringify({ secret })],
  ['console.log', inspect({ secret }, { depth: 9, showHidden: true })],
  ['a copy', inspect({ ...secret }, { depth: 9 })],
  ['joining', [secret].join()],
])('prints [secret] by %s', (_, printed) => {
  expect(printed).not.toContain('hunter2');
});

it('is masked in the texts of others, however they write it', () => {
  const value = 'pa%ss"w/0rd';
  const mask = createMask([value, 'short', 'pa%ss"w/0rd-and-more']);
  for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]) {
    expect(mask(`${form} and ${form}!`)).toBe('[secret] and [secret]!');
  }
  expect(mask('pa%ss"w/0rd-and-more')).toBe('[secret]');
  expect(mask('a short word')).toBe('a short word');
});
