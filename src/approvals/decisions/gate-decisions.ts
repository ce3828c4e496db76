// Hands decisions on gates to the engine that waits for them, as it expects them.

import type { CanonicalEvent, JsonObject } from '../../event/canonical-event.ts';
import { settledBy } from '../../event/event-types.ts';
import { orderOf } from '../../journal/follower-aside.ts';
import type { Unhandled } from '../../journal/handle.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

/**
 * Contract: keeps the decision on a job's stage where its engine looks; rejects with `input_invalid` when it
 * can't be for the names. Kept by files/decisions/decision-file.
 */
export interface GateBook {
  /** `exists`: another decision stands. `no_job`: the engine knows no such job. */
  write(jobId: string, stage: string, decision: JsonObject): Promise<Written>;
}

type Written = 'written' | 'exists' | 'no_job';

interface Gate {
  readonly jobId: string;
  readonly stage: string;
  readonly decision: JsonObject;
}

/**
 * Called with journalled events in their order; the same may come again. Answers those of which the decision
 * could not be written: the others are.
 */
export function createGateDecisions(book: GateBook, { log }: { readonly log: Logger }) {
  async function handle(event: CanonicalEvent): Promise<void> {
    const { jobId, stage } = event;
    const decision = decisionIn(event);
    if (decision === undefined || jobId === undefined || stage === undefined) return;
    const result = await writeIn(book, { jobId, stage, decision });
    if (result !== 'written') log.warn({ jobId, stage, result }, 'gate_decision_not_written');
  }

  async function failureIn(event: CanonicalEvent): Promise<string | undefined> {
    try {
      await handle(event);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  return async (entries: readonly JournalEntry[]): Promise<readonly Unhandled[]> => {
    const unhandled: Unhandled[] = [];
    const failed = new Map<string, string>();
    for (const { position, event } of entries) {
      const order = orderOf(event);
      const reason = failed.get(order) ?? (await failureIn(event));
      if (reason === undefined) continue;
      failed.set(order, reason);
      unhandled.push({ position, reason });
    }
    return unhandled;
  };
}

/** A name that no file can have is its engine's fault: it holds up no other gate. */
async function writeIn(
  book: GateBook,
  { jobId, stage, decision }: Gate,
): Promise<Written | 'name_unusable'> {
  try {
    return await book.write(jobId, stage, { stage, ...decision });
  } catch (error) {
    if (error instanceof JobwireError && error.code === 'input_invalid') return 'name_unusable';
    throw error;
  }
}

/** `undefined` for what jobwire did not decide itself, whatever the event says of its source. */
function decisionIn({ type, own, data }: CanonicalEvent): JsonObject | undefined {
  if (own?.writesGate !== true) return undefined;
  const settled = settledBy(type);
  const isApproved = settled === 'approved';
  if (!isApproved && settled !== 'denied') return undefined;
  const { approval_id = '', decided_by: by = null, decided_at = '', reason } = data;
  const isAutomatic = typeof by === 'object' && by !== null && 'via' in by && by.via === 'timeout';
  const approved = isAutomatic ? 'auto_approved' : 'approved';
  return {
    decision: isApproved ? approved : 'rejected',
    approval_id,
    by,
    ...defined({ reason }),
    decided_at,
  };
}
