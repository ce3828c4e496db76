// A question put to people by a script: the event that asks it, and how to know the approval that answers it.
import type { JsonObject } from '../../event/canonical-event.ts';
import { contentId } from '../../event/event-id.ts';
import { defined } from '../../runtime/defined.ts';
import type { Approval } from '../approval.ts';
import { contentDigest } from './approval-key.ts';
import { requestContext } from './asked-context.ts';

/** In the words of its asker; ids and texts as given. */
export interface ScriptQuestion {
  readonly approvalId: string;
  readonly action: string;
  readonly scope?: string | undefined;
  readonly reason?: string | undefined;
  readonly projectId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly context?: JsonObject | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly requestedBy?: { readonly id?: string; readonly name?: string } | undefined;
}

/** How many others may ask between the look at what was asked before and the question. */
const MAX_BETWEEN = 5;

/**
 * A televibe message. Its id follows from the words of the question and from what was asked before under its id, so that
 * the same question asked again, by whoever was killed while waiting for the answer, changes nothing, and one that comes
 * after another one is a new one, although its words have been asked before. `found`: all requests with the id.
 */
export function questionEvent(question: ScriptQuestion, at: string, found: readonly Approval[]) {
  return eventAfter(question, at, versionBefore(question, found));
}

/** The version that the question follows; 0 for none. */
function versionBefore(question: ScriptQuestion, found: readonly Approval[]): number {
  const [current] = found.filter((one) => isNamed(one, question));
  if (current === undefined) return 0;
  return askedAfter(current, question) ?? current.request.version ?? 1;
}

/** The version that this very question followed when it asked for this; `undefined` if another one did. */
function askedAfter({ request }: Approval, question: ScriptQuestion): number | undefined {
  const { version = 1, eventId } = request;
  const possible = Array.from(
    { length: Math.min(version, MAX_BETWEEN) },
    (_, at) => version - 1 - at,
  );
  return possible.find((after) => eventAfter(question, '', after).event_id === eventId);
}

function isNamed({ request }: Approval, { approvalId, projectId }: ScriptQuestion): boolean {
  const isHere = request.id === approvalId && request.projectId === projectId;
  return isHere && request.visibility === 'public';
}

function eventAfter(question: ScriptQuestion, at: string, version: number) {
  const { approvalId, projectId, sessionId, jobId, action, scope, reason, context } = question;
  const data = {
    approval_id: approvalId,
    action,
    ...defined({
      scope,
      reason,
      context,
      timeout_seconds: question.timeoutSeconds,
      requested_by: question.requestedBy,
    }),
  };
  const about = defined({ project_id: projectId, session_id: sessionId, job_id: jobId });
  // Who asks is left out: started again elsewhere, it is still the same question.
  const { requested_by: _asker, ...asked } = data;
  return {
    event_id: `ask-${contentId('ask', { ...about, ...asked, ...(version > 0 && { version }) })}`,
    event_type: 'job.approval_needed',
    timestamp: at,
    ...about,
    data,
  };
}

/**
 * Whether this approval answers the question: its own, or one that somebody asked before under the same id, in the
 * same words, and that is still open. A former decision about another event is none about this question.
 */
export function answersQuestion(approval: Approval, question: ScriptQuestion): boolean {
  const { request, outcome } = approval;
  if (!isNamed(approval, question)) return false;
  if (askedAfter(approval, question) !== undefined) return true;
  const { scope = '', action } = question;
  const { data } = eventAfter(question, '', 0);
  const asked = { scope, action, context: requestContext(data) };
  return outcome === undefined && contentDigest(request) === contentDigest(asked);
}
