// Warns of policies in a file that look safe but are not. Pure.
import { inLatin, normalise } from '../../approvals/policy/normalise.ts';
import type { Policy, PolicyMatch } from '../../approvals/policy/policy.ts';
import type { Policies } from '../../approvals/policy/policy-schema.ts';
import { unwrapCommand } from '../../approvals/policy/unwrap-command.ts';
import { matchesGlob } from '../../audience/glob.ts';

export interface PolicyWarning {
  /** What it is about, in the file. */
  readonly path: readonly (string | number)[];
  /** The problem. */
  readonly text: string;
  readonly advice: string;
}

interface Rule {
  readonly path: PolicyWarning['path'];
  /** For people: `approvals[0]`. */
  readonly name: string;
  readonly policy: Policy;
}

/** Earlier, nobody may have seen the request. */
const MIN_SILENCE_MS = 5 * 60_000;

export function policyWarnings({ approvals }: Policies): PolicyWarning[] {
  if (approvals.kind === 'no_file') return [];
  const rules = approvals.rules.map((policy, index): Rule => {
    return { path: ['approvals', index], name: `approvals[${index}]`, policy };
  });
  const fallback: Rule = { path: ['default'], name: 'default', policy: approvals.fallback };
  return [
    ...rules.flatMap((rule, index) => [
      ...unreachable(rule, rules.slice(0, index)),
      ...patternWarnings(rule, approvals.fallback),
    ]),
    ...[...rules, fallback].flatMap(termWarnings),
  ];
}

function unreachable({ path, name, policy }: Rule, earlier: readonly Rule[]): PolicyWarning[] {
  const first = earlier.find((rule) => coversMatch(rule.policy.match, policy.match));
  if (first === undefined) return [];
  return [
    {
      path,
      text: `${name} never applies: ${first.name} matches everything that it matches, and comes first.`,
      advice: `Move ${name} before ${first.name}, or remove it.`,
    },
  ];
}

function coversMatch(wide: PolicyMatch, narrow: PolicyMatch): boolean {
  return (['project', 'scope', 'action'] as const).every((field) => {
    const [outer, inner] = [wide[field], narrow[field]];
    if (outer === undefined) return true;
    return inner?.every((one) => outer.some((other) => coversPattern(other, one))) ?? false;
  });
}

/** Whether one pattern matches all that the other does, tried with samples for its wildcards. */
function coversPattern(wide: string, narrow: string): boolean {
  const [outer, inner] = [normalise(wide), normalise(narrow).replaceAll('?', '\ue000')];
  return ['', '\ue000', '\ue000\ue001\ue002'].every((text) =>
    matchesGlob(outer, inner.replaceAll('*', text)),
  );
}

function patternWarnings({ path, name, policy }: Rule, fallback: Policy): PolicyWarning[] {
  const isEasy = isEasierThan(policy, fallback);
  return (policy.match.action ?? []).flatMap((pattern) => {
    const warning = patternWarning(pattern, isEasy);
    const at = `${name}.match.action ${JSON.stringify(pattern)}`;
    if (warning === undefined) return [];
    return [{ ...warning, path: [...path, 'match', 'action'], text: `${at} ${warning.text}` }];
  });
}

function isEasierThan(policy: Policy, fallback: Policy): boolean {
  return (
    (policy.selfApproval && !fallback.selfApproval) ||
    (policy.onTimeout === 'approve' && fallback.onTimeout !== 'approve') ||
    policy.required < fallback.required ||
    (policy.standing !== undefined && fallback.standing === undefined) ||
    (policy.approvers?.roles.includes('viewer') ?? false)
  );
}

function patternWarning(pattern: string, isEasy: boolean): Omit<PolicyWarning, 'path'> | undefined {
  const normal = normalise(pattern);
  const [, ...inner] = unwrapCommand(normal);
  const bare = inner.at(-1)?.text;
  if (bare !== undefined) {
    return {
      text: 'does not match the same command without its prefix.',
      advice: `Write ${/^[*? ]+$/.test(bare) ? 'the commands themselves' : JSON.stringify(bare)}: that also matches with sudo, env and assignments.`,
    };
  }
  if (/[a-z]/.test(normal) && inLatin(normal) !== normal) {
    return {
      text: 'has letters of another script that look like Latin ones.',
      advice: `Write ${JSON.stringify(inLatin(normal))}.`,
    };
  }
  if (normal !== pattern) {
    return {
      text: 'is compared without its capitals, repeated spaces and invisible characters.',
      advice: `It is read as ${JSON.stringify(normal)}; write that.`,
    };
  }
  if (!isEasy || !normal.endsWith('*')) return undefined;
  return {
    text: 'is easier than the default, and its * stands for any options, names and files.',
    advice: 'Write out each action that is meant.',
  };
}

function termWarnings({ path, name, policy }: Rule): PolicyWarning[] {
  const { approvers, required, selfApproval, onTimeout } = policy;
  const warnings: PolicyWarning[] = [];
  const warn = (field: string, text: string, advice: string) =>
    warnings.push({ path: [...path, field], text: `${name} ${text}`, advice });
  if (approvers !== undefined && approvers.roles.length + approvers.users.length === 0) {
    warn('approvers', 'lets nobody approve.', 'Name roles or users, unless that is intended.');
  }
  if (selfApproval && required === 1) {
    const text = 'lets the requester approve it alone.';
    warn('self_approval', text, 'Leave self_approval out, or write required: 2.');
  }
  if (onTimeout === 'approve') warn('on_timeout', silenceText(policy), 'Write on_timeout: expire.');
  return warnings;
}

function silenceText({ expiresAfterMs }: Policy): string {
  if (expiresAfterMs === undefined) {
    return 'lets silence approve, but has no expires_after, so that never happens.';
  }
  if (expiresAfterMs < MIN_SILENCE_MS) {
    return `approves after ${expiresAfterMs / 1_000} seconds of silence, before anybody may have looked.`;
  }
  return 'approves if nobody answers.';
}
