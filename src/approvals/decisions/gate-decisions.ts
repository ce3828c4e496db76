// Passes decisions on gates to the pipeline engine, in its own format.

import type { CanonicalEvent, JsonObject } from '../../event/canonical-event.ts';
import { settledBy } from '../../event/event-types.ts';
import { orderKeyOf } from '../../journal/follower-aside.ts';
import type { Unhandled } from '../../journal/handle.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import { defined } from '../../runtime/defined.ts';
import { JobwireError, messageOf } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/logger.ts';

/**
 * Contract: writes the decision on a job's stage where its engine looks for it; rejects with `input_invalid` if
 * the names can't be used as file names. Implemented by files/decisions/decision-file.
 */
export interface GateDecisionWriter {
  /** `exists`: there is a different decision already. `no_job`: the engine knows no such job. */
  write(jobId: string, stage: string, decision: JsonObject): Promise<WriteResult>;
}

type WriteResult = 'written' | 'exists' | 'no_job';

interface Gate {
  readonly jobId: string;
  readonly stage: string;
  readonly decision: JsonObject;
}

/**
 * Called with journalled events in order, possibly repeatedly. Returns those whose decision could not be written;
 * all others are done.
 */
export function createGateDecisions(writer: GateDecisionWriter, { log }: { readonly log: Logger }) {
  async function handle(event: CanonicalEvent): Promise<void> {
    const { jobId, stage } = event;
    const decision = decisionIn(event);
    if (decision === undefined || jobId === undefined || stage === undefined) return;
    const result = await writeDecision(writer, { jobId, stage, decision });
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
      const order = orderKeyOf(event);
      const reason = failed.get(order) ?? (await failureIn(event));
      if (reason === undefined) continue;
      failed.set(order, reason);
      unhandled.push({ position, reason });
    }
    return unhandled;
  };
}

/** A name that no file can have is the engine's fault, and must not hold up other gates. */
async function writeDecision(
  writer: GateDecisionWriter,
  { jobId, stage, decision }: Gate,
): Promise<WriteResult | 'name_unusable'> {
  try {
    return await writer.write(jobId, stage, { stage, ...decision });
  } catch (error) {
    if (error instanceof JobwireError && error.code === 'input_invalid') return 'name_unusable';
    throw error;
  }
}

/** `undefined` for what jobwire did not decide itself, whatever source the event claims. */
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
