// What the example workload needs of the bus it speaks on. The app gives it.
import type { Decision } from './decisions.ts';
import type { TelevibeMessage } from './demo-message.ts';

export interface DemoBus {
  /** Once for every message, or again with the same one when it rejected. */
  publish(message: TelevibeMessage): Promise<void>;
  /** `level`: "warn" or "error"; absent for ordinary lines. */
  appendLog(jobId: string, line: string, level?: string): Promise<void>;
  endLog(jobId: string): Promise<void>;
  /** Every decision, twice does no harm. The returned function ends it. */
  onDecision(listener: (decision: Decision) => void): () => void;
}
