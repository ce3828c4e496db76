import { expect, it } from 'vitest';
import type { Session } from '../../../src/audience/sign-in/sessions.ts';
import { ADMIN } from '../../../src/http/access/auth.ts';
import { enteredBy } from '../../../src/http/access/caller-voter.ts';

it('a trail names the way by which somebody came in: a token, or a browser', () => {
  const session = { id: 's-1' } as Session;
  expect(enteredBy(ADMIN)).toBe('token admin');
  expect(enteredBy({ ...ADMIN, name: 'Lea', session })).toBe('browser Lea');
});
