// Reads what an event says of a request's outcome: somebody else on the bus decided, or its producer took it
// back. Over HTTP a decision is the vote of a person, see intake/publish.ts.

import type { CanonicalEvent, JsonValue } from '../../event/canonical-event.ts';
import { catalogued, settledBy } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decider, Outcome, SettledStatus } from '../approval.ts';
import { approvalKey } from './approval-key.ts';
import { isObject, personField, textField } from './event-fields.ts';

export interface StatedRequest {
  /** What the producer calls the request. Absent: the request of `gate` that is open. */
  readonly approvalId?: string;
  /** The gate of a job's stage. */
  readonly gate?: { readonly jobId: string; readonly stage: string };
}

/** What an event says of a request's outcome, and of which request. */
export interface Statement extends StatedRequest {
  /** Identity of the request, where the statement names one. */
  readonly key?: string;
  /** Requests of other projects are not meant. */
  readonly projectId?: string;
  /** The component that said so. */
  readonly source: string;
  readonly outcome: Outcome;
}

/** `undefined` for an event that tells of none. `at`: when it arrived; its own clock proves nothing. */
export function statementIn(event: CanonicalEvent, at: string): Statement | undefined {
  const type = catalogued(event.type);
  const status = settledBy(type);
  const subject = statedRequest({ ...event, type });
  if (status === undefined || subject === undefined) return undefined;
  // Over HTTP an outcome is the vote of a person, which is counted as one; only a withdrawal comes this way.
  if (event.publishedBy !== undefined && status !== 'canceled') return undefined;
  const { projectId } = event;
  const { approvalId } = subject;
  return {
    ...subject,
    ...(approvalId === undefined
      ? {}
      : { key: approvalKey({ ...event, visibility: 'public' }, approvalId) }),
    ...defined({ projectId }),
    source: event.source.component,
    outcome: { status, ...circumstancesOf({ ...event, type }, status), at },
  };
}

/** The request that a statement is about; `undefined` when it names none. */
export function statedRequest(event: CanonicalEvent): StatedRequest | undefined {
  const { type, data, jobId, stage, causationId } = event;
  const approvalId = textField(data.approval_id) ?? causationId;
  const isGate = catalogued(type).startsWith('gate.') && jobId !== undefined && stage !== undefined;
  if (approvalId === undefined && !isGate) return undefined;
  return {
    ...defined({ approvalId }),
    ...(isGate ? { gate: { jobId, stage } } : {}),
  };
}

/** The reason that a statement gives. */
export function reasonIn({ data, extensions, type }: CanonicalEvent): string | undefined {
  const isGate = /^gate\.(?:approved|rejected)$/.test(type);
  return textField(data.reason) ?? (isGate ? textField(extensions?.message) : undefined);
}

function circumstancesOf(event: CanonicalEvent, status: SettledStatus) {
  const { data, type, source, publishedBy } = event;
  const why = reasonIn(event);
  const reason = why === undefined ? {} : { reason: why };
  if (publishedBy !== undefined) {
    const { userId, tokenId, name } = publishedBy;
    const by = { id: userId ?? `token:${tokenId}`, name, via: 'web' } as const;
    return { by, ...reason };
  }
  const by =
    type === 'gate.auto_approved'
      ? ({ id: 'timeout', name: 'timeout', via: 'timeout' } as const)
      : deciderOf(data.decided_by ?? data.by, source.component);
  return {
    ...(status === 'expired' ? {} : { by }),
    ...reason,
    elsewhere: { source: source.component },
  };
}

const VIAS = ['telegram', 'web', 'cli', 'timeout', 'policy'] as const;

/** Without a person it is the component that decided. */
function deciderOf(value: JsonValue | undefined, component: string): Decider {
  const { id, name = id } = personField(value) ?? { id: component };
  const via = isObject(value) ? VIAS.find((known) => known === value.via) : undefined;
  return { id: id ?? name ?? component, name: name ?? component, via: via ?? 'web' };
}
