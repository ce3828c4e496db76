// What bash runs only once it has expanded lists, codes, defaults of variables and here-strings.
import { describe, expect, it } from 'vitest';
import { POLICY_WITHOUT_FILE, type PolicySet } from '../../../src/approvals/policy/policy.ts';
import { policyFor } from '../../../src/approvals/policy/policy-for.ts';
import { effortMs } from '../../helpers/stopwatch.ts';

describe('a strict rule among easy ones and a middling default', () => {
  const needing = (required: number, ...action: string[]) => ({
    ...POLICY_WITHOUT_FILE,
    match: { action },
    required,
  });
  const file: PolicySet = {
    kind: 'file',
    rules: [needing(3, 'kubectl *'), needing(2, 'git push*'), needing(1, 'ls*', 'echo *')],
    fallback: { ...POLICY_WITHOUT_FILE, required: 2 },
  };
  const requiredFor = (action: string) =>
    policyFor(file, { projectId: 'acme', scope: 'deploy', action }).required;

  it.each([
    "kube{ctl,' '} delete ns prod",
    'kube{ctl,--x\\ y} delete',
    '{kubectl,a\\ b} delete',
    'ls;kube{ctl,\\ } d',
    'ls;kube{"{",ctl} d',
    'ls;{a,kube{" ",ctl}} d',
    `sh -c "kube{ctl,' '} d"`,
    "ls;$'\\U0000006bubectl' d",
    "ls;$'\\u006bubectl' d",
    "ls;$'\\x6Bubectl' d",
    "ls;$'kube\\x00'ctl d",
    "ls;$'kube\\0xyz'ctl d",
    "ls;$'kube\\c@x'ctl d",
    "ls;$'kube\\u0000'ctl d",
    "ls;eval $'ls\\cJkubectl d'",
    "ls;eval $'kubectl\\0401'",
    "ls;$'\\553ubectl' d",
    "printf '\\U0000006bubectl d'|sh",
    "echo -e '\\U0000006bubectl d'",
    "echo -e '\\0153ubectl d'|sh",
    `\${x:-kubectl} delete ns prod`,
    `\${x:-kubectl delete ns prod}`,
    `\${x:-"kubectl"} delete`,
    `ls;ku\${x:-be}ctl d`,
    `ls; \${x:=kube}ctl delete`,
    `ls; \${x-kubectl} delete`,
    `ls; \${x=kubectl} delete`,
    `ls; \${x:+kubectl} delete`,
    `ls; \${x+kubectl} delete`,
    `ls; \${x[0]:-kubectl} delete`,
    `ls; \${@:-kubectl} delete`,
    `ls; \${:-kubectl} delete`,
    `ls; \${IFS+kubectl} delete`,
    `ls; ku\${x:-\${y:-be}}ctl delete`,
    `ls; ku\${x:-be}\${HOME:+}\${y:+zz}ctl delete`,
    `sh -c '\${0:-kubectl} d'`,
    'ls;cat<<<kubectl\\ d|sh',
    'ls;sh<<<kubectl\\ d',
  ])('counts for %j', (action) => {
    expect(requiredFor(action)).toBe(3);
  });

  it.each([
    `echo "\${HOME:-/root}/x" {a,b}.txt`,
    'echo "{\\"a\\": {\\"b\\": 1, \\"c\\": 2}, \\"d\\": [{\\"e\\": 1, \\"f\\": 2}, {\\"g\\": 3}]}"',
    "psql -c 'select 1 <> 2, \\x41'",
    'ls 2>/dev/null',
  ])('counts not for %j', (action) => {
    expect(requiredFor(action)).toBeLessThan(3);
  });

  it('is found quickly however deeply it is nested', () => {
    const effort = effortMs(() => {
      for (const part of ['{', '{a,', '{a..a}', `\${x:-`, "\\0'", '<<<{a\\ ,', '{a,b} ', '}']) {
        requiredFor(part.repeat(32_000 / part.length));
      }
    });
    expect(effort).toBeLessThan(5_000);
  });
});
