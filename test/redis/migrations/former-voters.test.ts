// What is known of people who voted while a former version ran.
import { describe, expect, it } from 'vitest';
import { createVoters } from '../../../src/redis/migrations/layout-2/voters.ts';

const AT = '2026-11-28T09:00:00.000Z';
const BEN = { userId: 1002, name: 'Ben', grants: [], knownAs: ['u-Ben'] };

function voters(...tokens: { readonly id: string; readonly name: string }[]) {
  return createVoters({ members: [BEN], tokens });
}

function voteOf(id: string, via: 'telegram' | 'web' | 'cli') {
  return { verdict: 'approve', by: { id, name: id, via }, at: AT } as const;
}

/** As the trail has it when somebody voted with a token of this name. */
function trail(id: string, name: string) {
  return [
    { what: 'asked', at: AT },
    { what: 'vote', by: { id }, at: '2026-11-28T08:00:00.000Z', from: 'token earlier' },
    { what: 'vote', by: { id: 'another' }, at: AT, from: 'token another' },
    { what: 'vote', by: { id }, at: AT, from: `token ${name}` },
  ];
}

describe('a vote of a former version', () => {
  it.each(['1002', 'U-BEN', 'u-ben '])('of %j is one of the member with all ids', (id) => {
    const { ids } = voters().vote(voteOf(id, 'cli'), []);
    expect([...ids].sort()).toEqual(['1002', 'u-ben']);
  });

  it('of somebody who is no member has the id that they had', () => {
    expect(voters().vote(voteOf('Root', 'cli'), []).ids).toEqual(['root']);
  });

  it('keeps verdict, reason and time', () => {
    const stored = { ...voteOf('1002', 'telegram'), reason: 'fine' };
    expect(voters().vote(stored, [])).toMatchObject(stored);
  });

  const [ci1, ci2, ci3] = ['t1', 't2', 't3'].map((id) => ({ id, name: 'ci' }));
  it.each([
    { which: 'the only one of its name', tokens: [ci1], name: 'ci', tokenId: 't1' },
    { which: 'the one of the settings', tokens: [ci1], name: 'admin', tokenId: 'admin' },
    { which: 'an odd name', tokens: [{ id: 't1', name: 'a: b' }], name: 'a: b', tokenId: 't1' },
    { which: 'one that was revoked', tokens: [ci1], name: 'gone', tokenId: undefined },
    { which: 'one of two of its name', tokens: [ci1, ci2], name: 'ci', tokenId: undefined },
    { which: 'one of three of its name', tokens: [ci1, ci2, ci3], name: 'ci', tokenId: undefined },
    {
      which: 'one that goes by the name of the settings’',
      tokens: [{ id: 't1', name: 'admin' }],
      name: 'admin',
      tokenId: undefined,
    },
  ])('over HTTP was given with $which', ({ tokens, name, tokenId }) => {
    const known = voters(...tokens.filter((token) => token !== undefined));
    const vote = known.vote(voteOf('1002', 'web'), trail('1002', name));
    expect(vote.tokenId).toBe(tokenId);
  });

  it('of a token that is nobody’s is one of that token, by its id', () => {
    const known = voters({ id: 'T1', name: 'ci' });
    const vote = known.vote(voteOf('token:ci', 'web'), trail('token:ci', 'ci'));
    expect(vote).toMatchObject({ ids: ['token:t1'], tokenId: 'T1' });
  });

  it('in a chat was given with no token, whatever the trail says', () => {
    const vote = voters({ id: 't1', name: 'ci' }).vote(
      voteOf('1002', 'telegram'),
      trail('1002', 'ci'),
    );
    expect(vote).not.toHaveProperty('tokenId');
  });
});

describe('an attempt of a former version', () => {
  it.each([
    ['tg:4200:deploy-1', 'tg:4200:KEY'],
    ['tg:4200', 'tg:4200'],
    ['tg:-100:17', 'tg:-100:17'],
    ['web:ci:once', 'web:t1:once'],
    ['web:ci:a:b', 'web:t1:a:b'],
    ['web:gone:once', 'web:gone:once'],
    ['cli:abc', 'cli:abc'],
    ['timeout', 'timeout'],
  ])('%j is known as %j now', (name, now) => {
    expect(voters({ id: 't1', name: 'ci' }).attempt(name, 'deploy-1', 'KEY')).toBe(now);
  });
});
