// Callers of the HTTP API in tests, by their tokens.
import { SCOPES, type TokenScope } from '../../src/audience/tokens.ts';
import type { Caller } from '../../src/http/access/auth.ts';

export const caller = (
  fields: Partial<Omit<Caller, 'scopes'>> = {},
  ...scopes: TokenScope[]
): Caller => ({
  tokenId: fields.name ?? 'test',
  name: 'test',
  projects: 'all',
  scopes: new Set(scopes.length === 0 ? SCOPES : scopes),
  ...fields,
});

/** Tokens of the tests and whose they are. */
export const CALLERS: Readonly<Record<string, Caller>> = {
  admin: caller(),
  reader: caller({}, 'read'),
  'reader-u1': caller({ userId: 'u1' }, 'read'),
  'admin-u1': caller({ userId: 'u1' }),
  'reader-of-a': caller({ projects: new Set(['a']) }, 'read'),
  'admin-of-a': caller({ projects: new Set(['a']) }, 'admin'),
  publisher: caller({}, 'publish'),
  'publisher-of-a': caller({ projects: new Set(['a']) }, 'publish'),
  'publisher-of-a-and-c': caller({ projects: new Set(['a', 'c']) }, 'publish'),
  scraper: caller({}, 'metrics'),
  decider: caller({ name: 'decider' }, 'read', 'decide'),
  'namesake-of-decider': caller({ tokenId: 'namesake', name: 'decider' }, 'read', 'decide'),
  'publisher-u31': caller({ name: 'p31', userId: 'u-31' }, 'publish', 'decide'),
  'publisher-ben': caller({ name: 'ben', userId: '1002' }, 'publish', 'decide'),
  'publisher-cleo-of-b': caller(
    { name: 'cleo', userId: '1003', projects: new Set(['b']) },
    'publish',
    'decide',
  ),
  'decider-of-a': caller(
    { name: 'decider-of-a', userId: 'u-40', projects: new Set(['a']) },
    'read',
    'decide',
  ),
  'decider-u31': caller({ name: 'ana', userId: 'u-31' }, 'read', 'decide'),
};
