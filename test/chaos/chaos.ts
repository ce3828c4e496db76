// What a run is told, what it holds, and what it comes to.
import type { EventReader } from '../helpers/event-reader.ts';
import type { Books } from './accepted.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Finding } from './findings.ts';
import type { Timeline } from './timeline.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** How long faults begin. */
  readonly faultsMs: number;
  /** How many times as long everything may take as it should on a machine of its own; default 1. */
  readonly slack?: number;
  /** Kinds of faults that are left out: those that hold any of these texts. */
  readonly without?: readonly string[];
  /** Alone kinds that hold any of these. */
  readonly only?: readonly string[];
}

export interface ChaosResult {
  readonly findings: readonly Finding[];
  /** The faults, one a line, with their times. */
  readonly timeline: readonly string[];
  /** What was measured, and what this machine could not do. */
  readonly facts: readonly string[];
  /** Chats and complaints in JSON lines, for whoever looks into it. */
  readonly evidence: readonly string[];
}

export interface Run {
  readonly options: ChaosOptions;
  readonly world: ChaosWorld;
  readonly books: Books;
  readonly timeline: Timeline;
  readonly reader: EventReader;
  readonly eventsPerLane: number;
}

export interface Ending {
  /** Whether all publishers were answered in time. */
  readonly spoken: Promise<boolean>;
  stopPeople(): Promise<void>;
}
