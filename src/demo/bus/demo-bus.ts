// Contract: how the example workload publishes to Redis. The app implements it.
import type { JsonObject } from '../../event/canonical-event.ts';
import type { DemoDecision } from './decisions.ts';
import type { DemoMessage } from './demo-message.ts';

/** Each call rejects if Redis refused it. */
export interface DemoBus {
  /** Safe to repeat with the same message after it rejected. */
  publish(message: DemoMessage): Promise<void>;
  /** On a Pub/Sub channel. */
  publishOn(channel: string, message: JsonObject): Promise<void>;
  /** At the end of a stream. */
  addEntry(stream: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Other fields keep their values. */
  setHash(key: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** `level`: "warn" or "error"; absent for ordinary lines. */
  appendLog(jobId: string, line: string, level?: string): Promise<void>;
  endLog(jobId: string): Promise<void>;
  /** Calls `listener` for every decision, until the returned function is called. */
  onDecision(listener: (decision: DemoDecision) => void): () => void;
}
