import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createSecret } from '../src/secret.ts';

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
