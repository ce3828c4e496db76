// What a story of the example workload is, and what it may do. Each speaks in a format of its own.
import type { JsonObject } from '../../event/canonical-event.ts';

export interface Story {
  readonly name: string;
  /** Time from the start of the workload to the story's first word. */
  readonly beginsAfterMs: number;
  /** Resolves at its end. When all is over no time passes and nothing is heard, so that it runs out. */
  tell(scene: Scene): Promise<void>;
}

/** One telling of a story. Whatever is said resolves once it was heard. */
export interface Scene {
  /** How often the story was told before. */
  readonly round: number;
  /** RFC 3339 UTC. */
  now(): string;
  uuid(): string;
  /** `job-7f3a91` for `job`: no telling shares one with another. */
  briefId(prefix: string): string;
  /** About as long as `ms`, at the pace of the moment. */
  rest(ms: number): Promise<void>;
  publishOn(channel: string, message: JsonObject): Promise<void>;
  addEntry(stream: string, fields: Readonly<Record<string, string>>): Promise<void>;
  setHash(key: string, fields: Readonly<Record<string, string>>): Promise<void>;
  /** A line of the file in which a staged job tells its events. */
  writeRun(jobId: string, line: JsonObject): Promise<void>;
  /** Asks, and waits for what people say to it. */
  ask(question: StoryQuestion): Promise<Answer>;
}

export interface StoryQuestion {
  readonly approvalId: string;
  readonly withinMs: number;
  pose(): Promise<void>;
  /** Called again and again while nobody has answered. */
  keepAlive(): Promise<void>;
}

/** `over`: the demo ended first. */
export type Answer =
  | {
      readonly kind: 'approved' | 'rejected';
      /** Name of who decided. */
      readonly by?: string;
      readonly reason?: string;
    }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'over' };

/** The one whose turn it is: all in order, over and over. */
export function turnOf<T>(all: readonly [T, ...T[]], round: number): T {
  return all[round % all.length] ?? all[0];
}
