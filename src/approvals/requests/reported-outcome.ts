// The outcome of a request that an event reports, whoever decided: jobwire announces its own in the same way.
import type { CanonicalEvent } from '../../event/canonical-event.ts';
import { catalogued, settledBy } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import type { SettledStatus } from '../approval.ts';
import { approvalKey } from './approval-key.ts';
import { type StatedRequest, statedRequest } from './statement.ts';

export interface ReportedOutcome extends StatedRequest {
  /** Key of the request, if the event names one. */
  readonly key?: string;
  /** Limits it to requests of this project. */
  readonly projectId?: string;
  readonly status: SettledStatus;
}

/** `undefined` for an event that reports none, or of no request. */
export function reportedOutcome(event: CanonicalEvent): ReportedOutcome | undefined {
  const type = catalogued(event.type);
  const status = settledBy(type);
  const subject = statedRequest({ ...event, type });
  if (status === undefined || subject === undefined) return undefined;
  const { projectId, own } = event;
  const { approvalId } = subject;
  // What others state names a public request, unless there is only an internal one.
  const scope = own === undefined ? ({ ...event, visibility: 'public' } as const) : event;
  return {
    ...subject,
    ...(approvalId === undefined ? {} : { key: approvalKey(scope, approvalId) }),
    ...defined({ projectId }),
    status,
  };
}
