// Contract of a story of the example workload. Each uses a format of its own.
import type { JsonObject } from '../../event/canonical-event.ts';

export interface Story {
  readonly name: string;
  /** From the start of the workload to the story's first message. */
  readonly startDelayMs: number;
  /** Resolves at its end. After the abort, pauses and publishing do nothing, so it ends at once. */
  run(scene: Scene): Promise<void>;
}

/** One run of a story. Publishing resolves once it succeeded. */
export interface Scene {
  /** How often the story ran before. */
  readonly round: number;
  /** RFC 3339 UTC. */
  now(): string;
  uuid(): string;
  /** `job-7f3a91` for `job`; another one in each run. */
  briefId(prefix: string): string;
  /** Waits for about `ms`, at the current pace. */
  pause(ms: number): Promise<void>;
  publishOn(channel: string, message: JsonObject): Promise<void>;
  addEntry(stream: string, fields: Readonly<Record<string, string>>): Promise<void>;
  setHash(key: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** Appends a line to the event file of a staged job. */
  writeRun(jobId: string, line: JsonObject): Promise<void>;
  /** Asks people, and waits for their answer. */
  ask(question: StoryQuestion): Promise<Answer>;
}

export interface StoryQuestion {
  readonly approvalId: string;
  readonly withinMs: number;
  publish(): Promise<void>;
  /** Called repeatedly until there is an answer. */
  keepAlive(): Promise<void>;
}

/** `stopped`: the demo ended first. */
export type Answer =
  | {
      readonly kind: 'approved' | 'rejected';
      /** Name of the person who decided. */
      readonly by?: string;
      readonly reason?: string;
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'stopped' };

/** Cycles through all, one each round. */
export function ofRound<T>(all: readonly [T, ...T[]], round: number): T {
  return all[round % all.length] ?? all[0];
}
