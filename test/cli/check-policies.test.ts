import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../../src/audience/access.ts';
import type { Chat } from '../../src/audience/chat-book.ts';
import { checkApprovers, checkPolicies } from '../../src/cli/doctor/check-policies.ts';

let folder = '';
let policyFile = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobwire-policies-'));
  policyFile = join(folder, 'policy.yaml');
});
afterAll(() => rm(folder, { recursive: true }));

const DEFAULT = '\ndefault: {}\n';

/** Line and text of each warning. */
async function warnings(text: string): Promise<string[]> {
  await writeFile(policyFile, text);
  const [first, ...found] = await checkPolicies({ policyFile });
  expect(first).toMatchObject({ status: 'ok' });
  for (const { status, advice } of found)
    expect([status, typeof advice]).toEqual(['warn', 'string']);
  return found.map(({ detail }) => detail.replace(`${policyFile}`, 'file'));
}

const rules = (...lines: string[]) =>
  warnings(`approvals:\n${lines.map((line) => `  - ${line}\n`).join('')}${DEFAULT}`);

describe('a rule that looks safe and is not', () => {
  it('is one that never counts', async () => {
    expect(
      await rules(
        '{ match: { project: "acme/*", action: ["kubectl *", make] } }',
        '{ match: { project: "ACME/shop", action: "Kubectl delete *" }, required: 2 }',
        '{ match: { project: "acme/*" } }',
        '{ match: { project: ["acme/a", "acme/b?"], scope: push } }',
        '{ match: { scope: push } }',
      ),
    ).toEqual([
      'file:3: approvals[1] never applies: approvals[0] matches everything that it matches, and comes first.',
      'file:3: approvals[1].match.action "Kubectl delete *" is compared without its capitals, repeated spaces and invisible characters.',
      'file:5: approvals[3] never applies: approvals[2] matches everything that it matches, and comes first.',
    ]);
  });

  it('is not one that an earlier one covers in part', async () => {
    expect(
      await rules(
        '{ match: { action: "a?" } }',
        '{ match: { action: "a*" } }',
        '{ match: { action: ["b*", "c"] } }',
        '{ match: { action: ["b1", "d"] } }',
        '{ match: { scope: x } }',
        '{ match: {} }',
      ),
    ).toEqual([]);
  });

  it.each([
    ['"sudo kubectl *"', 'does not match the same command without its prefix'],
    ['"env A=1 make"', 'does not match the same command without its prefix'],
    ['"A=1 make"', 'does not match the same command without its prefix'],
    ['"sudo *"', 'does not match the same command without its prefix'],
    ['"make  all"', 'is compared without its capitals'],
    ['"Make"', 'is compared without its capitals'],
    ['"make\\u00a0all"', 'is compared without its capitals'],
    ['"mаke"', 'has letters of another script'],
  ])('is one with the action %s', async (action, text) => {
    expect(await rules(`{ match: { action: ${action} }, required: 2 }`)).toEqual([
      expect.stringContaining(text),
    ]);
  });

  it('is one that makes things easier for whatever begins alike', async () => {
    for (const terms of [
      'self_approval: true, required: 2',
      'approvers: { roles: [viewer] }',
      'required: 2, standing: { for: 1h, scope: session }',
    ]) {
      expect(await rules(`{ match: { action: ["git status*", make] }, ${terms} }`)).toEqual([
        expect.stringContaining('"git status*" is easier than the default'),
      ]);
    }
    expect(await rules('{ match: { action: "git status*" }, required: 2 }')).toEqual([]);
  });

  it.each([
    ['{ self_approval: true }', 'lets the requester approve it alone'],
    ['{ approvers: [] }', 'lets nobody approve'],
    [
      '{ on_timeout: approve }',
      'lets silence approve, but has no expires_after, so that never happens',
    ],
    ['{ on_timeout: approve, expires_after: 5s }', 'approves after 5 seconds of silence'],
    ['{ on_timeout: approve, expires_after: 1h }', 'approves if nobody answers'],
  ])('is %s', async (terms, text) => {
    expect(await rules(terms)).toEqual([expect.stringContaining(`file:2: approvals[0] ${text}`)]);
  });

  it('may be the default', async () => {
    for (const terms of ['self_approval: true', 'approvers: []', 'on_timeout: approve']) {
      const found = await warnings(`approvals: []\ndefault: { ${terms} }`);
      expect(found).toEqual([expect.stringMatching(/^file:2: default /)]);
    }
  });

  it('is a file that does not say what else counts', async () => {
    for (const text of ['', 'approvals: []', 'routes: []']) {
      expect(await warnings(text)).toEqual([expect.stringContaining('has no default')]);
    }
  });
});

describe('a file that is broken', () => {
  it.each([
    ['approvals: [{ required: 0 }]', 'POLICY_FILE has 1 problem:'],
    [Uint8Array.of(0x23, 0xfc, 0x0a), "can't be read"],
    [undefined, "can't be read"],
  ])('is named with its setting and its path: %j', async (content, problem) => {
    const path = join(folder, content === undefined ? 'nowhere.yaml' : 'broken.yaml');
    if (content !== undefined) await writeFile(path, content);
    const [finding, ...others] = await checkPolicies({ policyFile: path });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ name: 'POLICY_FILE', status: 'fail' });
    expect(finding?.detail).toMatch(/^POLICY_FILE /);
    for (const text of [problem, path]) expect(finding?.detail).toContain(text);
  });
});

describe('the people and chats of the rules', () => {
  const person = (userId: number, grants: Member['grants'], knownAs: string[] = []): Member => ({
    ...{ userId, name: `user-${userId}`, grants, knownAs },
  });
  const members = [
    person(1, [{ role: 'admin' }]),
    person(2, [{ role: 'viewer', projectId: 'p1' }], ['ana']),
    person(3, []),
  ];
  const chats = [{ id: -10 }, { id: -20, inactive: 'kicked' }] as Chat[];

  async function found(...lines: string[]) {
    await writeFile(
      policyFile,
      `approvals:\n${lines.map((line) => `  - ${line}\n`).join('')}${DEFAULT}`,
    );
    const findings = await checkApprovers({ policyFile }, { members, chats });
    return findings.map(({ detail }) => detail.replace(policyFile, 'file'));
  }

  it('are enough, and have a role', async () => {
    expect(
      await found('{ approvers: { users: [1, ana] }, required: 2, escalate_to: [-10] }'),
    ).toEqual([]);
  });

  it('are nobody whom jobwire knows, or have no role', async () => {
    const [lost, unknown, few] = await found('{ approvers: { users: [3, bo] } }');
    expect(lost).toContain('file:2: approvals[0].approvers.users has 3, who has no role');
    expect(unknown).toContain('has bo, who has no role');
    expect(few).toContain('approvals[0] needs 1 approval, but only 0 of');
  });

  it('are too few', async () => {
    expect(
      await found('{ required: 2 }', '{ approvers: { roles: [viewer, admin] }, required: 2 }'),
    ).toEqual([
      'file:2: approvals[0] needs 2 approvals, but only 1 of the people that jobwire knows may approve.',
    ]);
  });

  it('are chats that were never seen, or are lost', async () => {
    expect(await found('{ escalate_to: [-10, -20, { id: -30, topic: 1 }] }')).toEqual([
      'file:2: approvals[0].escalate_to has -20, a chat that it can no longer reach: messages may not arrive there.',
      'file:2: approvals[0].escalate_to has -30, a chat that jobwire has never seen: messages may not arrive there.',
    ]);
  });

  it('are not looked at where the file is wrong', async () => {
    await writeFile(policyFile, 'approvals: 7');
    expect(await checkApprovers({ policyFile }, { members, chats })).toEqual([]);
    expect(await checkApprovers({}, { members, chats })).toEqual([]);
  });
});
