// Reads an outcome that an event states: another system on the bus decided, or the producer withdrew its request.
// Over HTTP a decision is the vote of a person, see intake/publish.ts.

import type { CanonicalEvent, JsonValue } from '../../event/canonical-event.ts';
import { catalogued, settledBy } from '../../event/event-types.ts';
import { defined } from '../../runtime/defined.ts';
import type { Decider, Outcome, SettledStatus } from '../approval.ts';
import { approvalKey } from './approval-key.ts';
import { isObject, personField, textField } from './event-fields.ts';

export interface StatedRequest {
  /** The producer's id of the request. Absent: the open request of `gate`. */
  readonly approvalId?: string;
  /** The gate of a job's stage. */
  readonly gate?: { readonly jobId: string; readonly stage: string };
}

/** An outcome stated by an event, and the request it is about. */
export interface Statement extends StatedRequest {
  /** Key of the request, if the statement names one. */
  readonly key?: string;
  /** Limits the statement to requests of this project. */
  readonly projectId?: string;
  /** The component that published it. */
  readonly source: string;
  readonly outcome: Outcome;
}

/** `undefined` for an event that states none. `at`: when it arrived; the producer's clock proves nothing. */
export function statementIn(event: CanonicalEvent, at: string): Statement | undefined {
  const type = catalogued(event.type);
  const status = settledBy(type);
  const subject = statedRequest({ ...event, type });
  if (status === undefined || subject === undefined) return undefined;
  // Over HTTP an outcome counts as the vote of a person; only a withdrawal comes this way.
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
    outcome: { status, ...outcomeDetails({ ...event, type }, status), at },
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

/** The reason that a statement contains. */
export function reasonIn({ data, extensions, type }: CanonicalEvent): string | undefined {
  const isGate = /^gate\.(?:approved|rejected)$/.test(type);
  return textField(data.reason) ?? (isGate ? textField(extensions?.message) : undefined);
}

function outcomeDetails(event: CanonicalEvent, status: SettledStatus) {
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

const VIAS = ['telegram', 'web', 'cli', 'timeout', 'policy', 'standing'] as const;

/** If no person is named, the component decided. */
function deciderOf(value: JsonValue | undefined, component: string): Decider {
  const { id, name = id } = personField(value) ?? { id: component };
  const via = isObject(value) ? VIAS.find((known) => known === value.via) : undefined;
  return { id: id ?? name ?? component, name: name ?? component, via: via ?? 'web' };
}
