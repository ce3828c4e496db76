import { expect, it } from 'vitest';
import { dialectNamed } from '../../src/dialects/all-dialects.ts';

it('finds a dialect by name', () => {
  expect(dialectNamed('televibe').name).toBe('televibe');
});

it('names the known dialects when asked for another', () => {
  expect(() => dialectNamed('morse')).toThrow(/unknown dialect "morse".*televibe/);
});
