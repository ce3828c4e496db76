// Which policy counts for a request. Pure.
import { matchesGlob } from '../../audience/glob.ts';
import type { ApprovalRequest } from '../approval.ts';
import { commandsIn } from './commands-in.ts';
import { foldCase, normalise, visible, withSingleBlanks } from './normalise.ts';
import { POLICY_WITHOUT_FILE, type Policy, type PolicySet } from './policy.ts';
import { createRuleMatcher, possibleRules, type RuleMatcher } from './rule-matcher.ts';
import { strictestOf } from './strictest.ts';
import { unwrapCommand } from './unwrap-command.ts';

type Asked = Pick<ApprovalRequest, 'projectId' | 'scope' | 'action'>;

/**
 * The first that matches the action as it is written, or without the `sudo`, `env` and assignments
 * before it. What may do more than such a rule was written for is under what an unknown command gets
 * too; what may hold further commands, under the strictest of what each would get. A request without a
 * project is one whose project's name is empty.
 */
export function policyFor(policies: PolicySet, asked: Asked): Policy {
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
  const [begun = unknown, ...chained] = commands.chain.flatMap(of);
  const whole = of(withSingleBlanks(visible(asked.action))).filter((policy) => policy !== unknown);
  const also = [...chained, ...whole, ...possible];
  return strictestOf(begun, commands.isCertain ? also : [...also, unknown]);
}

/** What only matches without what may change it is under `unknown` too. */
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
