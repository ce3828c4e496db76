// Contract: how a script reaches jobwire. Implemented over Redis (redis-link) and over HTTP (http-link).
import type { ScriptQuestion } from '../../approvals/requests/script-question.ts';
import type { LogLine } from '../../tails/log-sink.ts';

/** An event as televibe writes it; its id makes it safe to send again. */
export interface ScriptEvent {
  readonly event_id: string;
  readonly event_type: string;
  readonly project_id?: string | undefined;
  readonly [field: string]: unknown;
}

/** What is known of a request. */
export interface ScriptAnswer {
  readonly id: string;
  readonly status: 'pending' | 'approved' | 'denied' | 'expired' | 'canceled';
  readonly by?: { readonly name: string; readonly via: string };
  readonly reason?: string;
  /** As the HTTP API shows it. */
  readonly json: unknown;
}

/**
 * Each call rejects with `unavailable` where it may be made again, and otherwise with what has to change: settings,
 * or what was sent.
 */
export interface ScriptLink {
  /** In words, without secrets: `Redis`, `https://jobs.example.org`. */
  readonly name: string;
  publish(event: ScriptEvent, signal: AbortSignal): Promise<void>;
  /** Only says that a job is alive. */
  beat(event: ScriptEvent, signal: AbortSignal): Promise<void>;
  log(jobId: string, batch: LogBatch, signal: AbortSignal): Promise<void>;
  /** Puts the question; does nothing where it was put already. */
  ask(question: ScriptQuestion, signal: AbortSignal): Promise<void>;
  /**
   * The answer, once there is one or after some seconds; `undefined` while jobwire has not seen the question. After
   * `ask`.
   */
  answer(question: ScriptQuestion, signal: AbortSignal): Promise<ScriptAnswer | undefined>;
  /** Withdraws requests with this id. Answers what became of one; `undefined` if there is none. */
  withdraw(wish: Withdrawal, signal: AbortSignal): Promise<ScriptAnswer | undefined>;
  close(): Promise<void>;
}

export interface LogBatch {
  readonly lines: readonly LogLine[];
  readonly isEnd: boolean;
}

export interface Withdrawal {
  readonly approvalId: string;
  readonly projectId?: string | undefined;
  /** The event that says so. */
  readonly event: ScriptEvent;
}
