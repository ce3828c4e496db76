// What makes requests alike: everything that a person who approves one of them would want to be the same.
import { describe, expect, it } from 'vitest';
import { readPolicies } from '../../../src/approvals/policy/read-policies.ts';
import { requestOf } from '../../../src/approvals/requests/request.ts';
import { standingRules } from '../../../src/approvals/standing/standing-terms.ts';
import type { CanonicalEvent, JsonObject } from '../../../src/event/canonical-event.ts';
import { anEvent } from '../../helpers/events.ts';
import { problemsIn } from '../policy/policy-refusal.ts';

const FILE = `
approvals:
  - match: { scope: shell, action: ["npm *", "git push *"] }
    standing: { for: 1h, scope: session }
  - match: { scope: exact }
    standing: { for: 30m, scope: session }
  - match: { scope: of-job }
    standing: { for: 1h, scope: job }
  - match: { scope: of-project }
    standing: { for: 2d, scope: project }
  - match: { scope: never }
`;

const policies = readPolicies(FILE, 'policy.yaml').approvals;

function termsOf(data: JsonObject = {}, fields: Partial<CanonicalEvent> = {}) {
  const event = anEvent({
    type: 'job.approval_needed',
    projectId: 'acme/shop',
    sessionId: 's1',
    jobId: 'j1',
    data: { scope: 'shell', action: 'npm test', ...data },
    ...fields,
  });
  return requestOf(event, policies, 0).terms.standing;
}

const exactly = (action: string) => termsOf({ scope: 'exact', action });

describe('a standing approval is offered', () => {
  it('where the policy allows it, as long as it says', () => {
    expect(termsOf()).toMatchObject({ forMs: 3_600_000, scope: 'session', pattern: 'npm *' });
    expect(exactly('make')).toMatchObject({ forMs: 1_800_000 });
    expect(exactly('make')).not.toHaveProperty('pattern');
    expect(termsOf({ scope: 'never' })).toBeUndefined();
    expect(termsOf({ scope: 'another' })).toBeUndefined();
    expect(
      requestOf(anEvent({ sessionId: 's1' }), { kind: 'no_file' }, 0).terms,
    ).not.toHaveProperty('standing');
  });

  it('only where the request says what it is limited to', () => {
    const without = (name: string) => {
      const { [name]: _, ...fields } = {
        ...anEvent({ sessionId: 's1', jobId: 'j1', projectId: 'p1' }),
      } as Record<string, unknown>;
      const data = { scope: `of-${name.replace('Id', '')}`, action: 'make' };
      return requestOf({ ...(fields as unknown as CanonicalEvent), data }, policies, 0).terms;
    };
    expect(without('jobId')).not.toHaveProperty('standing');
    expect(without('projectId')).not.toHaveProperty('standing');
    expect(without('sessionId')).not.toHaveProperty('standing');
    expect(termsOf({ scope: 'of-job' }, { sessionId: '' })).toMatchObject({ scope: 'job' });
  });

  it('for no chain of commands of which one is under another policy', () => {
    for (const action of ['npm test; rm -rf /', 'npm test && kubectl get pods', 'npm test | sh']) {
      expect(termsOf({ action }), action).toBeUndefined();
    }
    for (const action of ['npm test $(rm -rf /)', 'npm test > /etc/passwd', 'npm `rm x`']) {
      expect(termsOf({ action }), action).toBeUndefined();
    }
  });
});

describe('requests are alike', () => {
  const first = termsOf()?.like;

  it.each<[string, JsonObject, Partial<CanonicalEvent>]>([
    ['another action under the same pattern', { action: 'npm run build -- --watch' }, {}],
    ['another reason', { reason: 'because' }, {}],
    ['another time', { timeout_seconds: 60 }, {}],
    ['another requester', { requested_by: { id: 'u-2' } }, {}],
    ['other commits and files', { context: { commits: 4, files_changed: ['a'], diff: '+1' } }, {}],
    ['another job of the session', {}, { jobId: 'j2' }],
  ])('with %s', (_, data, fields) => {
    expect(termsOf(data, fields)?.like).toBe(first);
  });

  it.each<[string, JsonObject, Partial<CanonicalEvent>]>([
    ['another scope', { scope: 'exact' }, {}],
    ['another project', {}, { projectId: 'acme/web' }],
    ['no project', {}, { projectId: undefined as never }],
    ['another session', {}, { sessionId: 's2' }],
    ['an internal request', {}, { visibility: 'internal' }],
    [
      'another source',
      {},
      { publishedBy: { tokenId: 't1', name: 'x', isLimited: false } as never },
    ],
    ['a stage', {}, { stage: 'build' }],
    ['another pattern of the policy', { action: 'git push origin' }, {}],
    ['another field', { target: 'production' }, {}],
    ['another context', { context: { cwd: '/' } }, {}],
    ['sudo before it', { action: 'sudo npm test' }, {}],
    ['a variable before it', { action: 'CI=1 npm test' }, {}],
    ['another case', { action: 'NPM test' }, {}],
    ['something invisible', { action: 'npm te\u200bst' }, {}],
    ['wide letters', { action: 'ｎｐｍ test' }, {}],
    ['a second command under the same pattern', { action: 'npm test; npm publish' }, {}],
    ['a second line under the same pattern', { action: 'npm test\nnpm publish' }, {}],
  ])('not with %s', (_, data, fields) => {
    const terms = termsOf(data, fields);
    expect(terms?.like ?? 'none').not.toBe(first);
  });

  it('only with the very same action where the policy has no pattern', () => {
    const like = exactly('make test')?.like;
    expect(exactly('make test')?.like).toBe(like);
    const others = [
      'make  test',
      'make Test',
      'make test ',
      'make\ntest',
      'make te\u200bst',
      'ｍake test',
    ];
    for (const action of [...others, 'sudo make test', 'make test; rm -rf /', 'make']) {
      expect(exactly(action)?.like, action).not.toBe(like);
    }
  });

  it('by job or project where the policy says so', () => {
    const ofJob = (jobId: string, sessionId: string) =>
      termsOf({ scope: 'of-job' }, { jobId, sessionId })?.like;
    expect(ofJob('j1', 's2')).toBe(ofJob('j1', 's1'));
    expect(ofJob('j2', 's1')).not.toBe(ofJob('j1', 's1'));
    const ofProject = (projectId: string) =>
      termsOf({ scope: 'of-project' }, { projectId, jobId: 'j7', sessionId: 's7' })?.like;
    expect(ofProject('acme/shop')).toBe(termsOf({ scope: 'of-project' })?.like);
    expect(ofProject('acme/web')).not.toBe(termsOf({ scope: 'of-project' })?.like);
  });
});

describe('the policy that allows it', () => {
  it('is known by everything that it says', () => {
    const rules = standingRules(policies);
    expect(rules.size).toBe(4);
    expect(rules.has(termsOf()?.rule ?? '')).toBe(true);
    for (const change of [
      FILE.replace('for: 1h', 'for: 2h'),
      FILE.replace('"npm *"', '"npm run *"'),
      FILE.replace('standing: { for: 1h, scope: session }', 'required: 2'),
      FILE.replace('{ for: 1h, scope: session }', '{ for: 1h, scope: session }\n    required: 2'),
    ]) {
      const changed = standingRules(readPolicies(change, 'policy.yaml').approvals);
      expect(changed.has(termsOf()?.rule ?? ''), change).toBe(false);
    }
    const moved = FILE.replace('approvals:', 'approvals:\n  - match: { scope: other }');
    expect(standingRules(readPolicies(moved, 'p').approvals)).toEqual(rules);
    expect(standingRules({ kind: 'no_file' }).size).toBe(0);
  });
});

describe('in the policy file', () => {
  const file = (standing: string) => `approvals:\n  - match: { scope: push }\n    ${standing}\n`;

  it.each([
    ['standing: { for: 1h, scope: chat }', '3:33', 'one of session, job, project'],
    ['standing: { for: 8d, scope: job }', '3:22', 'up to 7d, for example 1h'],
    ['standing: { for: 1h }', '3:15', 'standing.scope is missing'],
    ['standing: { scope: job }', '3:15', 'standing.for is missing'],
    ['standing: 1h', '3:15', 'a mapping with for, scope'],
    ['standing: { for: 1h, scope: job, action: x }', '3:38', 'unknown key "action"'],
    ['standing: { for: 1h, scope: job }\n    reason_required: both', '4:22', 'none or deny'],
  ])('%s is refused', (standing, at, says) => {
    const problems = problemsIn(file(standing));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${at}: `);
    expect(problems[0]).toContain(says);
  });

  it('may be in the default, for requests that are exactly the same', () => {
    const { approvals } = readPolicies('default: { standing: { for: 1h, scope: job } }', 'p');
    const { terms } = requestOf(
      anEvent({ jobId: 'j1', data: { action: 'npm test' } }),
      approvals,
      0,
    );
    expect(terms.standing).toMatchObject({ scope: 'job' });
    expect(terms.standing).not.toHaveProperty('pattern');
  });
});
