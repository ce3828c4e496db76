// Which requests are like another one, so that a standing approval of that one counts for them. Pure.
import { matchesGlob } from '../../audience/glob.ts';
import type { JsonObject, JsonValue } from '../../event/canonical-event.ts';
import { contentId } from '../../event/event-id.ts';
import { defined } from '../../runtime/defined.ts';
import type { ApprovalRequest, StandingTerms } from '../approval.ts';
import { commandsIn } from '../policy/commands-in.ts';
import { normalise, visible } from '../policy/normalise.ts';
import type { Policy, PolicySet } from '../policy/policy.ts';
import { isMatchAll } from '../policy/rule-matcher.ts';

type Asked = Pick<
  ApprovalRequest,
  | 'projectId'
  | 'sessionId'
  | 'jobId'
  | 'stage'
  | 'visibility'
  | 'scope'
  | 'action'
  | 'context'
  | 'source'
>;

/** Fields of a context that say what changes in the same kind of action; any other has to be the same. */
const DESCRIPTIVE = new Set(['commits', 'files', 'files_changed', 'diff', 'diff_stat']);

/**
 * The terms under which this request may be approved together with those like it; `undefined` where the policy
 * doesn't allow it, or the request names nothing of its scope (no session, no job, no project).
 *
 * Alike are requests under the same policy, of the same project, session (or job), visibility, scope, stage and
 * source, with the same context but for what it describes, and with the same action; or, where the policy has a
 * pattern for actions, with an action that is one plain command and matches the same pattern as it is written.
 */
export function standingTermsOf(policy: Policy, asked: Asked): StandingTerms | undefined {
  if (policy.standing === undefined) return undefined;
  const { forMs, scope } = policy.standing;
  const within = { session: asked.sessionId, job: asked.jobId, project: asked.projectId }[scope];
  if (within === undefined) return undefined;
  const pattern = patternOf(policy, asked.action);
  const rule = ruleOf(policy);
  const like = contentId('standing approval', {
    rule,
    project: asked.projectId ?? null,
    within: [scope, within],
    visibility: asked.visibility,
    source: asked.source ?? null,
    scope: asked.scope,
    stage: asked.stage ?? null,
    action: pattern === undefined ? { same: asked.action } : { pattern },
    context: settingOf(asked.context),
  });
  return { forMs, scope, like, rule, ...defined({ pattern }) };
}

/** Digests of all policies that allow standing approvals. */
export function standingRules(policies: PolicySet): ReadonlySet<string> {
  if (policies.kind === 'no_file') return new Set();
  const all = [...policies.rules, policies.fallback];
  return new Set(all.filter(({ standing }) => standing !== undefined).map(ruleOf));
}

/** Changes with anything that the policy says. */
function ruleOf(policy: Policy): string {
  return contentId('policy', JSON.parse(JSON.stringify(policy)) as JsonValue);
}

/**
 * The pattern of the policy that the whole action matches as it is written, in its own case. None for anything but
 * one plain command: what comes after a separator, in brackets or behind `sudo` is not what the pattern names.
 */
function patternOf({ match }: Policy, action: string): string | undefined {
  const commands = commandsIn(action);
  const isPlain =
    commands?.isCertain === true && commands.chain.length === 1 && visible(action) === action;
  if (!isPlain || /[\n\r\v\f\u0085\u2028\u2029]/.test(action)) return undefined;
  return match.action?.find(
    (pattern) => !isMatchAll(normalise(pattern)) && matchesGlob(pattern, action),
  );
}

function settingOf(context: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(context).filter(([name]) => !DESCRIPTIVE.has(name)));
}
