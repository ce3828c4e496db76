// A workload on a manual clock, and everything it said.
import type { DemoDecision } from '../../src/demo/bus/decisions.ts';
import type { DemoMessage } from '../../src/demo/bus/demo-message.ts';
import type { Scenario } from '../../src/demo/scenarios/scenario.ts';
import { createWorkload } from '../../src/demo/workload.ts';
import type { JsonObject } from '../../src/event/canonical-event.ts';
import type { Service } from '../../src/runtime/lifecycle.ts';
import { createLogBook, type LogBook } from '../helpers/log-book.ts';
import { createManualClock, type ManualClock } from '../helpers/manual-clock.ts';

interface LogLine {
  readonly jobId: string;
  readonly line: string;
  readonly level?: string;
}

/** What was said in a format other than televibe's. */
export type Heard =
  | { readonly at: 'channel'; readonly channel: string; readonly message: JsonObject }
  | { readonly at: 'stream'; readonly stream: string; readonly fields: Fields }
  | { readonly at: 'hash'; readonly key: string; readonly fields: Fields }
  | { readonly at: 'file'; readonly jobId: string; readonly line: JsonObject };

type Fields = Readonly<Record<string, string>>;

export interface WorkloadBench {
  readonly clock: ManualClock;
  readonly workload: Service;
  readonly log: LogBook;
  readonly said: readonly DemoMessage[];
  /** With the time since the beginning. */
  readonly heard: readonly (Heard & { readonly afterMs: number })[];
  /** Epoch milliseconds. */
  readonly begunAt: number;
  readonly lines: readonly LogLine[];
  /** Jobs whose log was ended. */
  readonly endedLogs: readonly string[];
  readonly listeners: () => number;
  ofType(type: string): DemoMessage[];
  /** The types that were said of a job, in order. */
  typesOf(jobId: string | null): string[];
  decide(decision: DemoDecision): void;
  /** From here on the bus refuses, or takes again, what is published. */
  refuse(refusing: boolean): void;
}

interface Options {
  readonly random?: () => number;
  readonly scenarios?: readonly Scenario[];
}

export function createWorkloadBench({ random, scenarios }: Options = {}): WorkloadBench {
  const clock = createManualClock(random === undefined ? {} : { random });
  const log = createLogBook();
  const said: DemoMessage[] = [];
  const heard: (Heard & { readonly afterMs: number })[] = [];
  const begunAt = clock.now();
  const lines: LogLine[] = [];
  const endedLogs: string[] = [];
  const listeners = new Set<(decision: DemoDecision) => void>();
  let isRefusing = false;
  const hear = async (what: Heard) => {
    if (isRefusing) throw new Error('the bus is away');
    heard.push({ ...what, afterMs: clock.now() - begunAt });
  };
  const workload = createWorkload({
    clock,
    log,
    ...(scenarios === undefined ? {} : { scenarios }),
    async publish(message) {
      if (isRefusing) throw new Error('the bus is away');
      said.push(message);
    },
    publishOn: (channel, message) => hear({ at: 'channel', channel, message }),
    addEntry: (stream, fields) => hear({ at: 'stream', stream, fields }),
    setHash: (key, fields) => hear({ at: 'hash', key, fields }),
    runs: { append: (jobId, line) => hear({ at: 'file', jobId, line }) },
    async appendLog(jobId, line, level) {
      lines.push({ jobId, line, ...(level === undefined ? {} : { level }) });
    },
    async endLog(jobId) {
      endedLogs.push(jobId);
    },
    onDecision(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  return {
    clock,
    workload,
    log,
    said,
    heard,
    begunAt,
    lines,
    endedLogs,
    listeners: () => listeners.size,
    ofType: (type) => said.filter(({ event_type }) => event_type === type),
    typesOf: (jobId) =>
      said.filter(({ job_id }) => job_id === jobId).map(({ event_type }) => event_type),
    decide(decision) {
      for (const listener of listeners) listener(decision);
    },
    refuse(refusing) {
      isRefusing = refusing;
    },
  };
}

/** The request that a message makes. */
export function approvalIdOf(message: DemoMessage | undefined): string {
  const id = message?.data.approval_id;
  if (typeof id !== 'string') throw new Error(`no request: ${JSON.stringify(message)}`);
  return id;
}
