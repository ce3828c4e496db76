import { expect, it } from 'vitest';
import { dialectNamed } from '../../src/dialects/all-dialects.ts';

it('finds a dialect by the name it has', () => {
  expect(dialectNamed('televibe').name).toBe('televibe');
});

it('says which dialects there are when asked for another', () => {
  expect(() => dialectNamed('morse')).toThrow(/no dialect "morse".*televibe/);
});
