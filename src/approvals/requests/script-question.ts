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

/**
 * A televibe message. Its id follows from the id and the words of the question, so that the same question asked
 * again, by whoever was killed while waiting for the answer, changes nothing.
 */
export function questionEvent(question: ScriptQuestion, at: string) {
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
    event_id: `ask-${contentId('ask', { ...about, ...asked })}`,
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
export function answersQuestion({ request, outcome }: Approval, question: ScriptQuestion): boolean {
  if (request.id !== question.approvalId || request.projectId !== question.projectId) return false;
  if (request.visibility !== 'public') return false;
  const { event_id: eventId, data } = questionEvent(question, '');
  if (request.eventId === eventId) return true;
  const { scope = '', action } = question;
  const asked = { scope, action, context: requestContext(data) };
  return outcome === undefined && contentDigest(request) === contentDigest(asked);
}
