// What the example workload needs of the Redis it speaks on. The app gives it.
import type { JsonObject } from '../../event/canonical-event.ts';
import type { DemoDecision } from './decisions.ts';
import type { DemoMessage } from './demo-message.ts';

/** Each rejects when Redis refused it. */
export interface DemoBus {
  /** Once for every message, or again with the same one when it rejected. */
  publish(message: DemoMessage): Promise<void>;
  /** On a Pub/Sub channel. */
  publishOn(channel: string, message: JsonObject): Promise<void>;
  /** At the end of a stream. */
  addEntry(stream: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Fields that are not given stay as they are. */
  setHash(key: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** `level`: "warn" or "error"; absent for ordinary lines. */
  appendLog(jobId: string, line: string, level?: string): Promise<void>;
  endLog(jobId: string): Promise<void>;
  /** Every decision, twice does no harm. The returned function ends it. */
  onDecision(listener: (decision: DemoDecision) => void): () => void;
}
