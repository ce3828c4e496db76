// How long it may last to find the policy of an action that was made to make it last.
import { expect, it } from 'vitest';
import { readYaml } from '../../../src/approvals/policy/located-yaml.ts';
import {
  POLICY_WITHOUT_FILE,
  type Policy,
  type PolicySet,
  STRICT_POLICY,
} from '../../../src/approvals/policy/policy.ts';
import { policyFor } from '../../../src/approvals/policy/policy-for.ts';
import { readPolicies } from '../../../src/approvals/policy/read-policies.ts';
import { effortMs } from '../../helpers/stopwatch.ts';

const policy = (change: Partial<Policy>): Policy => ({ ...POLICY_WITHOUT_FILE, ...change });
const kubectl = policy({ match: { action: ['kubectl *'] }, required: 2 });
const rest = policy({ match: { action: ['*'] }, selfApproval: true });

it('takes linear time', () => {
  const slow: PolicySet = {
    kind: 'file',
    fallback: STRICT_POLICY,
    rules: [
      policy({ match: { action: [`*${'a*'.repeat(90)}b`, `${'?'.repeat(100)}*b`] } }),
      kubectl,
      rest,
    ],
  };
  for (const action of [
    'a'.repeat(32_000),
    'a '.repeat(16_000),
    'a;'.repeat(16_000),
    'sudo '.repeat(6_500),
    'time '.repeat(6_500),
    'A=1 '.repeat(8_000),
    `"'`.repeat(16_000),
    '${'.repeat(16_000),
    '\\'.repeat(32_000),
    "$'\\'".repeat(8_000),
    `"\\${'"'.repeat(16_000)}`,
    `'${'$"'.repeat(16_000)}`,
    'kubectl '.repeat(4_000),
    '{a,'.repeat(10_000),
    '{a,b}'.repeat(6_000),
    '{a,b} '.repeat(5_000),
    '<'.repeat(32_000),
    '='.repeat(32_000),
    '-a='.repeat(10_000),
    'a/'.repeat(16_000),
    '"$a'.repeat(10_000),
    '\ufdfa'.repeat(32_000),
    'x'.repeat(2_000_000),
  ]) {
    const effort = effortMs(() => policyFor(slow, { projectId: 'acme', scope: 'push', action }));
    expect(effort, action.slice(0, 6)).toBeLessThan(2_000);
  }
});

const many = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

it.each([
  ['keys', many(12_000, (at) => `key_${at}: x`)],
  ['keys of a policy', `approvals:\n  - required: 1\n${many(12_000, (at) => `    key_${at}: x`)}`],
])('a file with thousands of wrong %s takes little longer to refuse than to parse', (_, text) => {
  const parsing = effortMs(() => readYaml(text));
  const refusing = effortMs(() => {
    expect(() => readPolicies(text, 'p')).toThrow(/^POLICY_FILE has 1\d{4} problems/);
  });
  expect(refusing).toBeLessThan(4 * parsing);
});
