import { describe, expect, it } from 'vitest';
import { STRICT_POLICY } from '../../../src/approvals/policy/policy.ts';
import { readPolicies } from '../../../src/approvals/policy/read-policies.ts';
import { problemsIn, refusal } from './policy-refusal.ts';

function fileOf(text: string) {
  const { approvals } = readPolicies(text, 'p');
  if (approvals.kind !== 'file') throw new Error('no file was read');
  return approvals;
}

const only = (approval: string) => fileOf(`approvals: [${approval}]`).rules[0];

const EXAMPLE = `# POLICY_FILE: patterns are globs; durations like 90s, 30m, 2h, 1d; the first match counts
approvals:
  - match: { project: "acme/*", scope: [push, deploy], action: "kubectl *" }
    approvers: { roles: [approver, admin], users: [1001, 1002] }
    required: 2
    deny_required: 1
    self_approval: false
    reason_required: deny
    expires_after: 30m
    on_timeout: expire
    remind: ["50%", 5m]          # share of the time gone, or time before the end
    escalate_to: [-1001234567890]
    decided_elsewhere: ignore
default:
  required: 2
routes:                          # subscriptions kept as code, beside those made by command
  - match: { project: "acme/*", types: ["job.failed", "job.approval_needed"] }
    chats: [{ id: -1001234567890, topic: 7, level: errors }]
`;

const PLAIN = {
  match: {},
  required: 1,
  denyRequired: 1,
  selfApproval: false,
  reasonRequired: 'none',
  remind: [],
  escalateTo: [],
  decidedElsewhere: 'settle',
};

it('parses the documented example', () => {
  expect(readPolicies(EXAMPLE, 'policy.yaml')).toStrictEqual({
    approvals: {
      kind: 'file',
      rules: [
        {
          match: { project: ['acme/*'], scope: ['push', 'deploy'], action: ['kubectl *'] },
          approvers: { roles: ['approver', 'admin'], users: ['1001', '1002'] },
          required: 2,
          denyRequired: 1,
          selfApproval: false,
          reasonRequired: 'deny',
          expiresAfterMs: 1_800_000,
          onTimeout: 'expire',
          remind: [
            { kind: 'share', share: 0.5 },
            { kind: 'before', ms: 300_000 },
          ],
          escalateTo: [{ chatId: -1001234567890 }],
          decidedElsewhere: 'ignore',
        },
      ],
      fallback: { ...STRICT_POLICY, required: 2 },
    },
    routes: [
      {
        match: { project: ['acme/*'], types: ['job.failed', 'job.approval_needed'] },
        chats: [{ address: { chatId: -1001234567890, topicId: 7 }, level: 'errors' }],
      },
    ],
  });
});

it.each(['', '\n', '# nothing yet\n', '---\n', '{}', 'approvals: []\nroutes: []'])(
  'finds no policies in %j',
  (text) => {
    expect(readPolicies(text, 'policy.yaml')).toEqual({
      approvals: { kind: 'file', rules: [], fallback: STRICT_POLICY },
      routes: [],
    });
  },
);

it('fills in what a policy omits', () => {
  expect(only('{}')).toStrictEqual(PLAIN);
});

describe('the default', () => {
  it('is as strict as without one in what it omits', () => {
    expect(fileOf('default: {}').fallback).toStrictEqual(STRICT_POLICY);
    expect(fileOf('default: { approvers: { users: [7] }, expires_after: 2d }').fallback).toEqual({
      ...STRICT_POLICY,
      approvers: { roles: [], users: ['7'] },
      expiresAfterMs: 172_800_000,
    });
  });

  it('has the fields of a policy without a match, checked alike', () => {
    expect(
      problemsIn('default:\n  match: {}\n  approvers: { users: [1] }\n  required: 2\n').map(
        (problem) => problem.replace(/; expected .*/, ''),
      ),
    ).toEqual(['2:3: default has the unknown key "match"', '4:13: default.required is "2"']);
    expect(problemsIn('default: [1]')).toHaveLength(1);
  });
});

describe('approvers', () => {
  it.each(['[]', '{}', '{ roles: [] }', '{ users: [] }', '{ roles: [], users: [] }'])(
    '%s means nobody',
    (approvers) => {
      expect(only(`{ approvers: ${approvers} }`)?.approvers).toEqual({ roles: [], users: [] });
      expect(only(`{ approvers: ${approvers}, required: 3 }`)?.required).toBe(3);
    },
  );

  it('default to whoever may decide', () => {
    expect(only('{ required: 2 }')).not.toHaveProperty('approvers');
  });

  it.each(['', '~', 'null', 'admin', '1001', '[admin]', '[[]]'])(
    '%j is neither nobody nor anybody, but wrong',
    (approvers) => {
      const [problem] = problemsIn(`approvals:\n  - approvers: ${approvers}\n    required: 1\n`);
      expect(problem).toMatch(
        /^2:\d+: approvals\[0]\.approvers is .*; expected a mapping with roles, users/,
      );
    },
  );

  it('must be enough, each counted once, unless a role is listed', () => {
    const users = 'users: [1001, 1001, ana]';
    expect(problemsIn(`approvals: [{ approvers: { ${users} }, required: 3 }]`)).toEqual([
      '1:66: approvals[0].required is "3"; expected at most 2, because approvers lists that many different users and no roles, for example 2',
    ]);
    expect(problemsIn(`approvals: [{ approvers: { ${users} }, deny_required: 3 }]`)).toHaveLength(
      1,
    );
    expect(only(`{ approvers: { ${users} }, required: 2, deny_required: 2 }`)?.required).toBe(2);
    expect(only(`{ approvers: { roles: [admin], ${users} }, required: 3 }`)?.required).toBe(3);
  });

  it('may be known by a producer’s id, written as it is', () => {
    const users = only('{ approvers: { users: ["00123", ana@example.org, 1e3, no] } }')?.approvers
      ?.users;
    expect(users).toEqual(['00123', 'ana@example.org', '1e3', 'no']);
  });
});

describe('a match', () => {
  it('accepts a single string or a list', () => {
    expect(only('{ match: { project: a, scope: [b], action: [c, d*] } }')?.match).toEqual({
      project: ['a'],
      scope: ['b'],
      action: ['c', 'd*'],
    });
    const [route] = readPolicies(
      'routes: [{ match: { session: s, job: [j], types: "*" }, chats: [{ id: 1 }] }]',
      'p',
    ).routes;
    expect(route?.match).toEqual({ session: ['s'], job: ['j'], types: ['*'] });
  });

  it('accepts how long the jobs of a route may be silent', () => {
    const [first, second] = readPolicies(
      'routes: [{ silent_after: 10m, chats: [{ id: 1 }] }, { chats: [{ id: 1 }] }]',
      'p',
    ).routes;
    expect(first?.silentAfterMs).toBe(600_000);
    expect(second).toEqual({ match: {}, chats: [{ address: { chatId: 1 } }] });
  });

  it('keeps every string as written', () => {
    const { match } =
      only('{ match: { project: [1.10, yes, null, ~, "007", 12e4567, 2026-01-01] } }') ?? {};
    expect(match?.project).toEqual(['1.10', 'yes', 'null', '~', '007', '12e4567', '2026-01-01']);
  });

  it.each(['[]', '""', '', '[""]', '[[a]]', '{}', `"${'x'.repeat(201)}"`, '"a\\n"', '"\\u200b "'])(
    'with the project %j is wrong',
    (project) => {
      expect(problemsIn(`approvals: [{ match: { project: ${project} } }]`)).toEqual([
        expect.stringMatching(/project(\[0])? is .*; expected patterns of 1 to 200 characters/),
      ]);
    },
  );
});

it('reads chats to escalate to with and without a topic', () => {
  expect(only('{ escalate_to: [-100, 5, { id: -7 }, { id: -7, topic: 3 }] }')?.escalateTo).toEqual([
    { chatId: -100 },
    { chatId: 5 },
    { chatId: -7 },
    { chatId: -7, topicId: 3 },
  ]);
});

it('lets policies share a part by alias', () => {
  const text = 'approvals:\n  - approvers: &leads { users: [1, 2] }\n  - approvers: *leads\n';
  expect(fileOf(text).rules.map(({ approvers }) => approvers?.users)).toEqual([
    ['1', '2'],
    ['1', '2'],
  ]);
});

it('lists all problems at once, in the file’s order, each with its position', () => {
  const text = `approvals:
  - match: { project: [a, ""], scope: [], branch: main }
    required: 0
    self_approval: yes
    reason_required: always
    expires_after: 30
    on_timeout: aprove
    remind: ["0%", half, 5m]
    escalate_to: [0, { id: -5, tpic: 2 }, me]
    extra: 1
  -
  - approvers: { roles: [boss], users: [-5, "a b"] }
    expires_after: 10m
    remind: [10m, 5m, 1h]
routes:
  - match: { types: Job.Failed }
    chats: []
  - chats: [{ id: 1.5 }, {}, { id: 1, topic: -1, level: loud }]
    project: acme
  - match: {}
other: 1
`;
  const error = refusal(text);
  expect(error).toMatchObject({ code: 'config_invalid', exitCode: 78 });
  expect(error.message).toMatch(/^POLICY_FILE has 29 problems:\n/);
  expect(error.details).toEqual({ file: 'policy.yaml', problems: 29 });
  const problems = problemsIn(text);
  for (const problem of problems) expect(problem).toMatch(/; expected .+, for example .+/);
  expect(problems.map((problem) => problem.replace(/; expected .*/, ''))).toEqual([
    '2:27: approvals[0].match.project[1] is empty',
    '2:39: approvals[0].match.scope is an empty list',
    '2:43: approvals[0].match has the unknown key "branch"',
    '3:15: approvals[0].required is "0"',
    '4:20: approvals[0].self_approval is "yes"',
    '5:22: approvals[0].reason_required is "always"',
    '6:20: approvals[0].expires_after is "30"',
    '7:17: approvals[0].on_timeout is "aprove"',
    '8:14: approvals[0].remind[0] is "0%"',
    '8:20: approvals[0].remind[1] is "half"',
    '9:19: approvals[0].escalate_to[0] is "0"',
    '9:32: approvals[0].escalate_to[1] has the unknown key "tpic"',
    '9:43: approvals[0].escalate_to[2] is "me"',
    '10:5: approvals[0] has the unknown key "extra"',
    '11:4: approvals[1] is empty',
    '12:26: approvals[2].approvers.roles[0] is "boss"',
    '12:41: approvals[2].approvers.users[0] is "-5"',
    '12:45: approvals[2].approvers.users[1] is "a b"',
    '14:14: approvals[2].remind[0] is "10m"',
    '14:23: approvals[2].remind[2] is "1h"',
    '16:21: routes[0].match.types is "Job.Failed"',
    '17:12: routes[0].chats is an empty list',
    '18:19: routes[1].chats[0].id is "1.5"',
    '18:26: routes[1].chats[1].id is missing',
    '18:46: routes[1].chats[2].topic is "-1"',
    '18:57: routes[1].chats[2].level is "loud"',
    '19:5: routes[1] has the unknown key "project"',
    '20:5: routes[2].chats is missing',
    '21:1: the file has the unknown key "other"',
  ]);
});

it('reports a problem of a shared part once, where it is defined', () => {
  const text = 'approvals:\n  - approvers: &p { roles: [boss] }\n  - approvers: *p\n';
  expect(problemsIn(text).map((problem) => problem.replace(/; expected .*/, ''))).toEqual([
    '2:29: approvals[0].approvers.roles[0] is "boss"',
  ]);
});

it('says what was expected in the words of the field', () => {
  expect(problemsIn('approvals:\n  - expires_after: 30\n')).toEqual([
    '2:20: approvals[0].expires_after is "30"; expected a whole number with s, m, h or d, up to 365d, for example 30m',
  ]);
  expect(problemsIn('approvals:\n  - self_approval: no\n')).toEqual([
    '2:20: approvals[0].self_approval is "no"; expected true or false, for example false',
  ]);
  expect(problemsIn('routes:\n  - chats: [{ id: 1 }]\n    silent_after: 10\n')).toEqual([
    '3:19: routes[0].silent_after is "10"; expected a whole number with s, m, h or d, up to 365d, for example 30m',
  ]);
  expect(problemsIn('routes:\n  - chats: [{ id: ana }]\n')).toEqual([
    '2:19: routes[0].chats[0].id is "ana"; expected a Telegram chat id, negative for groups, for example -1001234567890',
  ]);
});

it('does not quote a file that is no policy file', () => {
  for (const text of [
    'BOT_TOKEN=123:secret\n',
    'BOT_TOKEN=123:secret\nREDIS_URL=redis://:secret@host\n',
    '"BOT" secret: "secret',
    'TOKEN: [secret] secret\n',
    'KEY: |secret secret\n',
    'KEY: "ends" ]secret\n',
    '- secret\n',
  ]) {
    expect(refusal(text).message, text).not.toContain('secret');
  }
});

it('lists a hundred problems, and how many more there are', () => {
  const problems = problemsIn(`approvals: [${'{ required: 0 }, '.repeat(130)}]`);
  expect(problems).toHaveLength(101);
  expect(problems.at(-1)).toBe('  … and 30 more');
});
