import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../../src/approvals/policy/read-policies.ts';
import type { JobwireError } from '../../../src/runtime/errors.ts';
import { problemsIn } from './policy-refusal.ts';

describe('what YAML would take without a word', () => {
  it('is refused with its position', () => {
    const cases = {
      'approvals:\n  - required: 1\n    required: 2\n': '3:5: the key appears twice',
      'approvals:\n  - match: { project: * }\n':
        '2:23: Alias cannot be an empty string; expected quotes',
      'approvals:\n  - match: { project: *shop }\n': '2:23: *shop is not defined; expected',
      'approvals: &all [*all]\n': '1:18: *all refers to a value that contains it',
      'approvals:\n  - required: 02\n': '2:15: 02 is not the same number for every YAML parser',
      'approvals:\n  - required: 0o2\n': '2:15: 0o2 is not the same number',
      'approvals:\n  - approvers: { users: [1_001] }\n': '2:26: 1_001 is not the same number',
      'approvals:\n  - required: !!int 2\n': '2:15: Unresolved tag: tag:yaml.org,2002:int',
      'approvals:\n  - match: { scope: !!binary YQ== }\n':
        '2:21: Unresolved tag: tag:yaml.org,2002:binary',
      'approvals: []\n---\nroutes: []\n': '2:1: a second document starts here',
      '? [approvals]\n: []\n': '1:3: the key is not a plain string',
      '<<: { approvals: [] }\n': '1:1: the file has the unknown key "<<"',
      'approvals:\n\t- required: 1\n': '2:1: Tabs are not allowed as indentation',
      'approvals: [{ required: 2 }\n': '2:1: Flow sequence',
    };
    for (const [text, expected] of Object.entries(cases)) {
      const problems = problemsIn(text);
      expect(problems, text).toHaveLength(1);
      expect(problems[0]?.slice(0, expected.length)).toBe(expected);
      expect(problems[0]).toMatch(/; expected .+, for example .+/);
    }
  });

  it('does not hide what else is wrong', () => {
    const places = problemsIn(
      'approvals:\n  - required: 1\n    required: 2\n  - requird: 1\n  - required: 1_0\n',
    );
    expect(places.map((problem) => problem.split(' ', 1)[0])).toEqual(['3:5:', '4:5:', '5:15:']);
  });

  it('shows the last of a key’s values, which is the one that would count', () => {
    const [twice, wrong] = problemsIn('approvals:\n  - required: 0\n    required: -1\n');
    expect(twice).toMatch(/^3:5: the key appears twice/);
    expect(wrong).toMatch(/^3:15: approvals\[0]\.required is "-1"/);
  });

  it('is limited in aliases, depth and length', () => {
    const level = (name: string, of: string) =>
      `${name}: &${name} [${Array(9).fill(of).join(', ')}]\n`;
    const bomb = ['*a', '*b', '*c', '*d'].map((of, at) => level('bcde'[at] ?? '', of)).join('');
    expect(problemsIn(`a: &a [x]\n${bomb}`)).toEqual([
      expect.stringContaining('expand to too many values'),
    ]);
    expect(problemsIn('['.repeat(50_000))[0]).toMatch(/nested too deeply; expected/);
    expect(problemsIn(`#${'x'.repeat(250_000)}`)[0]).toMatch(
      /^1:1: 250001 characters; expected at most/,
    );
  });
});

const scrap = fc.constantFrom(
  ...'approvals: |routes: |- |\n|  |{|}|[|]|, |match|: |*|&a |*a|"|\'|!|#|~|0|-1|30m|yes|required: |approvers: |chats: |id: |remind: |"50%"|project: |%|\t|?|>|\\|<<: '.split(
    '|',
  ),
  '|',
);
property.prop(
  [
    fc.oneof(
      fc.array(scrap).map((all) => all.join('')),
      fc.string(),
      fc.json(),
    ),
  ],
  {
    numRuns: 1_000,
  },
)('reads or refuses whatever it is given, but never breaks', (text) => {
  try {
    const { approvals, routes } = readPolicies(text, 'p');
    expect([approvals.kind, Array.isArray(routes)]).toEqual(['file', true]);
  } catch (error) {
    expect(error).toMatchObject({ code: 'config_invalid' });
    for (const line of (error as JobwireError).message.split('\n').slice(1)) {
      expect(line).toMatch(/^ {2}(p:\d+:\d+: .+; expected .+, for example .+|… and \d+ more)$/s);
    }
  }
});
