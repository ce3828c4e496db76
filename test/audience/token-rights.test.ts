// What a token may do is what it says and what its holder may see, whichever is less.
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Grant, type Member, maySee, ROLES } from '../../src/audience/access.ts';
import { findHolder, rightsCover, rightsOf } from '../../src/audience/token-rights.ts';
import { SCOPES, type TokenScope } from '../../src/audience/tokens.ts';

const member = (...grants: Grant[]): Member => ({ userId: 7, name: 'Ana', grants, knownAs: [] });
const everything = { scopes: ['admin'] } as const;
const ofA = { scopes: ['read', 'admin'], projects: ['a'] } as const;

describe('a token', () => {
  const ofTwo = [
    { role: 'admin', projectId: 'a' },
    { role: 'viewer', projectId: 'b' },
  ] as const;

  it.each([
    ['nobody known', everything, undefined, 'admin in all'],
    ['an admin', everything, member({ role: 'admin' }), 'admin in all'],
    ['a viewer', everything, member({ role: 'viewer' }), 'decide,publish,read in all'],
    [
      'a viewer of a project',
      { scopes: ['read', 'metrics'] },
      member({ role: 'viewer', projectId: 'a' }),
      'metrics,read in a',
    ],
    ['an admin of its project', ofA, member({ role: 'admin', projectId: 'a' }), 'admin,read in a'],
    ['an admin of one project of two', everything, member(...ofTwo), 'decide,publish,read in a,b'],
    ['that admin, where they are one,', ofA, member(...ofTwo), 'admin,read in a'],
    [
      'a viewer of another project',
      ofA,
      member({ role: 'viewer', projectId: 'b' }),
      'admin,read in ',
    ],
  ] as const)('of %s does no more than both allow', (...[, token, holder, expected]) => {
    const { scopes, projects } = rightsOf(token, holder) ?? { scopes: [], projects: [] };
    const where = projects === 'all' ? 'all' : [...projects].sort().join();
    expect(`${[...scopes].sort().join()} in ${where}`).toBe(expected);
  });

  it('of somebody who lost all roles is worth nothing', () => {
    expect(rightsOf(everything, member())).toBeUndefined();
  });

  const grants = fc.array(
    fc.record(
      { role: fc.constantFrom(...ROLES), projectId: fc.constantFrom('a', 'b') },
      { requiredKeys: ['role'] },
    ),
    { minLength: 1, maxLength: 4 },
  );
  const token = fc.record(
    {
      scopes: fc.uniqueArray(fc.constantFrom(...SCOPES), { minLength: 1 }),
      projects: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
    },
    { requiredKeys: ['scopes'] },
  );

  test.prop([token, grants])('never shows more than its holder may see', (given, held) => {
    const holder = member(...held);
    const rights = rightsOf(given, holder);
    if (rights === undefined) throw new Error('a holder with a role has rights');
    const { scopes, projects } = rights;
    const inside = ['a', 'b', 'c', undefined].filter(
      (id) => projects === 'all' || (id !== undefined && projects.has(id)),
    );
    const visibilities = scopes.has('admin')
      ? (['public', 'internal'] as const)
      : (['public'] as const);
    for (const projectId of inside) {
      for (const visibility of visibilities) {
        expect(maySee(holder, { projectId, visibility })).toBe(true);
      }
    }
    expect(rightsCover(own(given), rights)).toBe(true);
  });

  function own({ scopes, projects }: { scopes: TokenScope[]; projects?: string[] }) {
    const all: TokenScope[] = scopes.includes('admin') ? [...SCOPES] : scopes;
    return { scopes: new Set(all), projects: projects ? new Set(projects) : ('all' as const) };
  }
});

describe('rights', () => {
  const rights = (projects: 'all' | string[], ...scopes: TokenScope[]) => ({
    scopes: new Set(scopes),
    projects: projects === 'all' ? ('all' as const) : new Set(projects),
  });

  it.each([
    ['all', ['a'], true],
    ['all', 'all', true],
    [['a'], 'all', false],
    [['a', 'b'], ['a'], true],
    [['a'], ['a', 'b'], false],
    [[], ['a'], false],
  ] as const)('for %j cover those for %j: %j', (now, before, isCovered) => {
    const of = (projects: 'all' | readonly string[]) =>
      rights(projects === 'all' ? projects : [...projects], 'read');
    expect(rightsCover(of(now), of(before))).toBe(isCovered);
  });

  it('with fewer scopes do not cover those with more', () => {
    expect(rightsCover(rights('all', 'read'), rights('all', 'read', 'decide'))).toBe(false);
    expect(rightsCover(rights('all', 'read', 'decide'), rights('all', 'read'))).toBe(true);
  });
});

describe('the holder of a token', () => {
  const ana = { ...member({ role: 'admin' }), userId: 7, knownAs: ['u-7', '8'] };
  const ben = { ...member(), userId: 8 };

  it('is whom Telegram knows by the id, before whoever is linked to it', () => {
    expect(findHolder([ana, ben], '8')).toBe(ben);
    expect(findHolder([ana], '8')).toBe(ana);
    expect(findHolder([ana, ben], 'u-7')).toBe(ana);
    expect(findHolder([ana, ben], 'u-9')).toBeUndefined();
  });
});
