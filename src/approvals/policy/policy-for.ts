// Chooses the policy that applies to a request. Pure.
import { matchesGlob } from '../../audience/glob.ts';
import type { ApprovalRequest } from '../approval.ts';
import { commandsIn } from './commands-in.ts';
import { foldCase, normalise, visible, withSingleBlanks } from './normalise.ts';
import { POLICY_WITHOUT_FILE, type Policy, type PolicySet } from './policy.ts';
import { createRuleMatcher, possibleRules, type RuleMatcher } from './rule-matcher.ts';
import { strictestOf } from './strictest.ts';
import { unwrapCommand } from './unwrap-command.ts';

type PolicySubject = Pick<ApprovalRequest, 'projectId' | 'scope' | 'action'>;

/**
 * The first policy that matches the action as written, or without a leading `sudo`, `env` or assignments. If the
 * action may do more than that rule was written for, it is also under the policy of an unknown command; if it may
 * contain further commands, it is under the strictest policy of all of them. A request without a project matches
 * as if its project were ''.
 */
export function policyFor(policies: PolicySet, asked: PolicySubject): Policy {
  if (policies.kind === 'no_file') return POLICY_WITHOUT_FILE;
  const { rules, fallback } = policies;
  const reachable = reachableRules(rules, asked);
  const [first = fallback, ...more] = reachable;
  if (first.match.action === undefined) return first;
  const matchers = reachable.map(createRuleMatcher);
  const commands = commandsIn(asked.action);
  const possible = commands && possibleRules(matchers, visible(asked.action));
  if (commands === undefined || possible === undefined)
    return strictestOf(first, [...more, fallback]);
  const unknown = matchers.find(({ matchesAll }) => matchesAll)?.policy ?? fallback;
  const of = (command: string) => policiesOf(command, matchers, unknown);
  const [opening = unknown, ...chained] = commands.chain.flatMap(of);
  const whole = of(withSingleBlanks(visible(asked.action))).filter((policy) => policy !== unknown);
  const also = [...chained, ...whole, ...possible];
  return strictestOf(opening, commands.isCertain ? also : [...also, unknown]);
}

/** A command that only matches without a prefix that may change its meaning is under `unknown` too. */
function policiesOf(
  command: string,
  matchers: readonly RuleMatcher[],
  unknown: Policy,
): readonly Policy[] {
  const forms = unwrapCommand(command).map(({ text, isSame }) => ({
    text: foldCase(text),
    isSame,
  }));
  const found = matchers.find(({ matches }) => forms.some(({ text }) => matches(text)));
  if (found === undefined) return [unknown];
  const isCertain = forms.some(({ text, isSame }) => isSame && found.matches(text));
  return isCertain ? [found.policy] : [found.policy, unknown];
}

/** The rules that only the action can rule out, up to the first that accepts every action. */
function reachableRules(
  rules: readonly Policy[],
  { projectId = '', scope }: PolicySubject,
): Policy[] {
  const [project, normalScope] = [normalise(projectId), normalise(scope)];
  const applicable = rules.filter(
    ({ match }) => matchesSome(match.project, project) && matchesSome(match.scope, normalScope),
  );
  const last = applicable.findIndex(({ match }) => match.action === undefined);
  return last === -1 ? applicable : applicable.slice(0, last + 1);
}

function matchesSome(patterns: readonly string[] | undefined, normalised: string): boolean {
  return patterns?.some((pattern) => matchesGlob(normalise(pattern), normalised)) ?? true;
}
