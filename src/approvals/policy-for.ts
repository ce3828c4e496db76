// Which policy counts for a request. Pure.
import { matchesGlob } from '../audience/glob.ts';
import type { ApprovalRequest } from './approval.ts';
import { commandsIn } from './commands-in.ts';
import { foldCase, inLatin, normalise, visible, withSingleBlanks } from './normalise.ts';
import { POLICY_WITHOUT_FILE, type Policy, type PolicySet } from './policy.ts';
import { strictestOf } from './strictest.ts';
import { unwrapCommand } from './unwrap-command.ts';

type Asked = Pick<ApprovalRequest, 'projectId' | 'scope' | 'action'>;

/**
 * The first that matches the action as it is written, or without the `sudo`, `env` and assignments
 * before it. An action in which a shell may find further commands gets the strictest of what it and
 * they would get. A request without a project is one whose project's name is empty.
 */
export function policyFor(policies: PolicySet, asked: Asked): Policy {
  if (policies.kind === 'no_file') return POLICY_WITHOUT_FILE;
  const { rules, fallback } = policies;
  const reachable = reachableRules(rules, asked);
  const [first = fallback, ...more] = reachable;
  if (first.match.action === undefined) return first;
  const commands = commandsIn(asked.action);
  if (commands === undefined) return strictestOf(first, [...more, fallback]);
  const matchers = reachable.map(matcherOf);
  const ruleFor = (command: string) => {
    const forms = unwrapCommand(command).map(foldCase);
    return matchers.find(({ matches }) => forms.some(matches))?.policy;
  };
  const [begun = fallback, ...chained] = commands.chain.map((one) => ruleFor(one) ?? fallback);
  const hidden = commands.inside.map((one) => {
    const latin = inLatin(foldCase(one));
    return matchers.find(({ matchesLatin }) => matchesLatin(latin))?.policy;
  });
  const also = [ruleFor(withSingleBlanks(visible(asked.action))), ...hidden];
  return strictestOf(begun, [...chained, ...also.filter((found) => found !== undefined)]);
}

/** Those that only the action can rule out; nothing counts behind one that takes every action. */
function reachableRules(rules: readonly Policy[], { projectId = '', scope }: Asked): Policy[] {
  const [project, normalScope] = [normalise(projectId), normalise(scope)];
  const here = rules.filter(
    ({ match }) => matchesSome(match.project, project) && matchesSome(match.scope, normalScope),
  );
  const last = here.findIndex(({ match }) => match.action === undefined);
  return last === -1 ? here : here.slice(0, last + 1);
}

function matchesSome(patterns: readonly string[] | undefined, normalised: string): boolean {
  return patterns?.some((pattern) => matchesGlob(normalise(pattern), normalised)) ?? true;
}

function matcherOf(policy: Policy) {
  const patterns = policy.match.action?.map(normalise) ?? ['*'];
  const latin = patterns.map(inLatin);
  return {
    policy,
    matches: (form: string) => patterns.some((pattern) => matchesGlob(pattern, form)),
    matchesLatin: (form: string) => latin.some((pattern) => matchesGlob(pattern, form)),
  };
}
