import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  POLICY_WITHOUT_FILE,
  type Policy,
  type PolicySet,
  STRICT_POLICY,
} from '../../../src/approvals/policy/policy.ts';
import { policyFor } from '../../../src/approvals/policy/policy-for.ts';

const policy = (change: Partial<Policy> = {}): Policy => ({ ...POLICY_WITHOUT_FILE, ...change });
const fileOf = (...rules: Policy[]): PolicySet => ({
  kind: 'file',
  rules,
  fallback: STRICT_POLICY,
});
const asked = { projectId: 'acme/shop', scope: 'push', action: 'kubectl apply' };
const does = (action: string) => ({ ...asked, action });

describe('which policy counts', () => {
  it('is the first that matches, not the closest', () => {
    const wide = policy({ match: { project: ['acme/*'] } });
    const exact = policy({ match: { project: ['acme/shop'], scope: ['push'] } });
    expect(policyFor(fileOf(wide, exact), asked)).toBe(wide);
    expect(policyFor(fileOf(exact, wide), asked)).toBe(exact);
  });

  it('matches only when project, scope and action all do', () => {
    const match = { project: ['acme/*'], scope: ['deploy', 'push'], action: ['kubectl *'] };
    const strict = policy({ match });
    expect(policyFor(fileOf(strict), asked)).toBe(strict);
    for (const other of [{ projectId: 'acm' }, { scope: 'merge' }, { action: 'helm upgrade' }]) {
      expect(policyFor(fileOf(strict), { ...asked, ...other })).toBe(STRICT_POLICY);
    }
  });

  it('is one without patterns for everything, even without a project', () => {
    const { projectId, ...homeless } = asked;
    for (const match of [{}, { project: ['*'] }]) {
      const any = policy({ match });
      expect(policyFor(fileOf(any), homeless)).toBe(any);
    }
    for (const project of [[projectId], ['?*']]) {
      expect(policyFor(fileOf(policy({ match: { project } })), homeless)).toBe(STRICT_POLICY);
    }
  });

  it('is plain without a file: one other person, and no time limit', () => {
    expect(policyFor({ kind: 'no_file' }, asked)).toEqual({
      match: {},
      required: 1,
      denyRequired: 1,
      selfApproval: false,
      reasonRequired: 'none',
      remind: [],
      escalateTo: [],
      decidedElsewhere: 'settle',
    });
  });

  it('is strict, or the default, if no rule of the file matches', () => {
    expect(policyFor(fileOf(), asked)).toMatchObject({
      approvers: { roles: ['approver', 'admin'], users: [] },
      required: 1,
      selfApproval: false,
      expiresAfterMs: 86_400_000,
      onTimeout: 'expire',
    });
    const fallback = policy({ required: 3 });
    expect(policyFor({ kind: 'file', rules: [], fallback }, asked)).toBe(fallback);
  });
});

const kubectl = policy({ match: { action: ['kubectl *'] }, required: 2 });
const clean = policy({ match: { project: ['Acme/*'], scope: ['deploy  now'], action: ['make'] } });
const FILE = fileOf(kubectl, clean);

/** Each changes how an action is written, and nothing of what a shell would do. */
const DISGUISES: readonly ((action: string) => string)[] = [
  (action) => ` ${action}\t`,
  (action) => `\u2003\t${action}`,
  (action) => action.replaceAll(' ', ' \t  '),
  (action) => action.replaceAll(' ', '\u00a0'),
  (action) => action.replaceAll(' ', '\u3000\u2009'),
  (action) => [...action].join('\u200b'),
  (action) => `\ufeff\u202e${action}\u2069`,
  (action) => [...action].join('\u00ad\u2060'),
  (action) => action.replace(/[a-z]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0)),
  (action) => action.replace(/[a-z]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0x1d3b9)),
  (action) => action.replace('s', 'ſ').replace('K', '\u212a'),
  (action) => action.replace(/./u, '$&\u0000\u001b'),
  (action) => `sudo ${action}`,
  (action) => `sudo -u root -- ${action}`,
  (action) => `sudo -H -nu root ${action}`,
  (action) => `sudo --user=root --prompt "a b" -g wheel ${action}`,
  (action) => `sudo --us root ${action}`,
  (action) => `/usr/bin/sudo -E ${action}`,
  (action) => `doas -u root ${action}`,
  (action) => `env ${action}`,
  (action) => `sudo --preserve-env --non-interactive env -u HOME ${action}`,
  (action) => `LANG=C LC_ALL=C.UTF-8 TZ='Europe/Berlin' ${action}`,
  (action) => `env CI=1 NO_COLOR=1 ${action}`,
];

/** Each may change what a shell does. */
const CHANGES: readonly ((action: string) => string)[] = [
  (action) => action.replaceAll(' ', '\n'),
  (action) => `env - A=1 ${action}`,
  (action) => `env -i -u HOME -C /tmp A="x y" ${action}`,
  (action) => `A=1 ${action}`,
  (action) => `A= B='it''s' C+=\\ x ${action}`,
  (action) => `KUBECONFIG=$HOME/prod ${action}`,
  (action) => `PATH=/tmp/evil ${action}`,
  (action) => `sudo LD_PRELOAD=/tmp/e.so ${action}`,
  (action) => `LANG=C LD_PRELOAD=/tmp/e.so ${action}`,
  (action) => `LC_ALL=../../../tmp/evil ${action}`,
  (action) => `TZ=/etc/shadow ${action}`,
  (action) => `env -S "rm -rf /srv" ${action}`,
  (action) => `env -S"rm -rf /srv" ${action}`,
  (action) => `env --split-string="rm -rf /srv" ${action}`,
  (action) => `env --chdir /tmp ${action}`,
  (action) => `sudo -u root env -i ${action}`,
  ...['-e', '-s', '-i', '-nis', '-R /tmp', '--edit', '--login', '--shell', '--sh', '-D /tmp'].map(
    (option) => (action: string) => `sudo ${option} ${action}`,
  ),
  (action) => `doas -C /tmp/doas.conf ${action}`,
  (action) => `A=1; ${action}`,
];

describe('how an action is written', () => {
  const disguise = fc.array(fc.constantFrom(...DISGUISES), { maxLength: 5 });
  const command = fc.constantFrom('kubectl apply -f x', 'kubectl delete ns prod', 'helm upgrade x');

  property.prop([fc.mixedCase(command), disguise], { numRuns: 1_000 })(
    'changes nothing of the policy that counts',
    (cased, disguises) => {
      const plain = cased.toLowerCase();
      const written = disguises.reduce((action, change) => change(action), cased);
      expect(policyFor(FILE, does(written))).toBe(policyFor(FILE, does(plain)));
    },
  );

  it.each(DISGUISES.map((change) => [change('kubectl apply -f x')]))(
    'finds the rule of %j',
    (action) => {
      expect(policyFor(FILE, does(action))).toBe(kubectl);
    },
  );

  const default3 = policy({ required: 3 });
  it.each(CHANGES.map((change) => [change('kubectl apply -f x')]))(
    'puts %j under the default too',
    (action) => {
      const easy = policy({ match: { action: ['kubectl *'] }, selfApproval: true });
      const file: PolicySet = { kind: 'file', rules: [easy], fallback: default3 };
      expect(policyFor(file, does(action))).toMatchObject({ required: 3, selfApproval: false });
      const strict = { ...easy, required: 4 };
      expect(policyFor({ ...file, rules: [strict] }, does(action)).required).toBe(4);
    },
  );

  it('is the same for patterns, projects and scopes', () => {
    const written = { projectId: 'ACME/Shop', scope: ' Deploy\u00a0NOW', action: 'MAKE' };
    expect(policyFor(FILE, written)).toBe(clean);
    const odd = policy({ match: { action: ['  SUDO   kubectl\u200b ＊'] } });
    expect(policyFor(fileOf(odd), does('sudo kubectl x'))).toBe(odd);
    expect(policyFor(fileOf(odd), does('kubectl x'))).toBe(STRICT_POLICY);
  });

  it('never counts the value of an option as the command', () => {
    const list = policy({ match: { action: ['ls *'] }, selfApproval: true });
    for (const action of [
      ...['sudo -u ls rm -rf /', 'env -u ls rm -rf /', 'env -C ls rm -rf /', 'sudo -p ls rm /'],
      ...['sudo --user ls rm -rf /', '/tmp/sudo ls /', '/tmp/ls /', "A='x ls /' rm -rf /"],
    ]) {
      expect(policyFor(fileOf(list), does(action)).selfApproval, action).toBe(false);
    }
  });
});

describe('an action of several commands', () => {
  const lenient = policy({ match: { action: ['git status*'] }, selfApproval: true });
  const file = fileOf(lenient, kubectl);

  it.each([
    'git status; kubectl delete ns prod',
    'git status && kubectl delete ns prod',
    'git status|kubectl delete ns prod',
    'git status & kubectl delete ns prod',
    'git status\nkubectl delete ns prod',
    'git status $(kubectl delete ns prod)',
    'git status `kubectl delete ns prod`',
    'git status <(kubectl delete ns prod)',
    'true || sudo -u root kubectl delete ns prod',
    'cd /srv && A=1 kubectl delete ns prod',
    'bash -c "kubectl delete ns prod"',
    "ssh prod 'cd /srv; sudo kubectl delete ns prod'",
    'ssh prod "bash -c \'kubectl delete ns prod\'"',
    'bash -xc kubectl\\ delete\\ ns\\ prod',
    'nohup nice -n 5 kubectl delete ns prod',
    'timeout -k 5 10 kubectl delete ns prod',
    'echo prod | xargs -n 1 kubectl delete ns',
    'if true; then kubectl delete ns prod; fi',
    '! kubectl delete ns prod',
    '(kubectl delete ns prod)',
    '{ kubectl delete ns prod; }',
    'ku\\bectl delete ns prod',
    'ku\\\nbectl delete ns prod',
    '"kubectl" delete ns prod',
    "k'ubec'tl delete ns prod",
    "$'kubectl' delete ns prod",
    `kubectl\${IFS}delete\${IFS}ns prod`,
    `kube\${x}ctl delete ns prod`,
    'kube$@ctl delete ns prod',
    '/opt/bin/kubectl delete ns prod',
    '/opt/bin/sudo -u root /opt/bin/kubectl delete ns prod',
    's\\udo "kubectl" delete ns prod',
    `${'nice -n 5 '.repeat(50)}kubectl delete ns prod`,
    'timeout --a --b --c --d --e --f --g --h --i 5m nohup /opt/bin/kubectl delete ns prod',
    'bash -c "\\"kubectl\\" delete ns prod"',
    './kubectl delete ns prod',
    'kubеctl delete ns prod',
    'ΚUΒΕCΤL delete ns prod',
    `git status ${'x'.repeat(1_000_000)}; kubectl delete ns prod`,
    `${'true; '.repeat(1_000)}kubectl delete ns prod`,
    `${'sudo '.repeat(50)}kubectl delete ns prod`,
  ])('is under the strictest rule of each: %#', (action) => {
    expect(policyFor(file, does(action))).toMatchObject({ required: 2, selfApproval: false });
  });

  it('is under one rule if all of them are, and quotes and file descriptors make no chain', () => {
    for (const action of [
      'kubectl get a && kubectl get b | kubectl apply -f -',
      'kubectl get a 2>&1',
      'kubectl annotate pod a "note=done; ready & waiting" \'$(x) `y` > z\' a\\;b',
      `kubectl get $pod "\${pod}" issue#12 {} HEAD@{1} *.ts \\\n  -o json`,
      '\n\u2003\r\nkubectl get a\r\n',
    ]) {
      expect(policyFor(file, does(action)), action).toBe(kubectl);
    }
  });

  const piece = fc.constantFrom(
    ...[
      'kubectl apply',
      'git status',
      'rm -rf /',
      'make',
      ';',
      '&&',
      '|',
      '\n',
      '"',
      "'",
      '`',
      '$(',
    ],
    ...[')', ' ', '\\', 'sudo ', 'env A=1 ', 'bash -c ', '\u200b', '\u00a0', '$', '#', '<', '>'],
  );
  property.prop([fc.array(piece, { maxLength: 12 }), fc.array(piece, { maxLength: 6 })], {
    numRuns: 1_000,
  })('is never under weaker terms than a command that is chained to it', (some, others) => {
    const alone = policyFor(file, does(`kubectl get ${some.join('')}`));
    const chained = policyFor(file, does(`${others.join('')}\nkubectl get ${some.join('')}`));
    expect(alone.required).toBe(2);
    expect(chained.required).toBe(2);
    expect(chained.selfApproval).toBe(false);
  });
});
