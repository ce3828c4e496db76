import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { withVote } from '../../src/approvals/decisions/tally.ts';
import {
  folded,
  idsOf,
  idsOfMember,
  isSamePerson,
  memberKnownAs,
} from '../../src/audience/person.ts';
import { aVote } from '../helpers/requests.ts';

const ana = { userId: 1001, name: 'Ana', grants: [], knownAs: ['u-77', 'Ana@Example.org'] };

describe('the same person', () => {
  it.each([
    '1001',
    ' 1001 ',
    'U-77',
    'u-77\u200b',
    'ｕ-77',
    'ANA@example.org',
    'ana@example.org\n',
  ])('is meant by %j', (id) => {
    expect(memberKnownAs([ana], id)).toBe(ana);
  });

  it.each(['', ' ', '100', '10011', 'u-7', 'u-77x', 'Ana', '\u200b'])(
    'is not meant by %j',
    (id) => {
      expect(memberKnownAs([ana], id)).toBeUndefined();
    },
  );

  it('is nobody where nothing is known', () => {
    expect(isSamePerson(idsOf('', ' '), idsOf(''))).toBe(false);
    expect(idsOfMember(ana)).toEqual(['1001', 'u-77', 'ana@example.org']);
  });

  test.prop([fc.string()])('is compared in a form that stays as it is', (text) => {
    expect(folded(folded(text))).toBe(folded(text));
  });

  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), {
    minLength: 1,
    maxLength: 3,
  });
  test.prop([fc.array(ids, { maxLength: 8 })])('never has two votes', (voters) => {
    const votes = voters
      .map((known) => ({ ...aVote(known[0] ?? ''), ids: known }))
      .reduce<ReturnType<typeof withVote>>(withVote, []);
    for (const vote of votes) {
      const others = votes.filter((other) => other !== vote);
      expect(others.some((other) => isSamePerson(other.ids, vote.ids))).toBe(false);
    }
    const last = voters.at(-1);
    if (last !== undefined) expect(votes.map((vote) => vote.ids)).toContainEqual(last);
  });
});
