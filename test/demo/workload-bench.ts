// A workload on a manual clock, and everything it published.
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

/** A message in a format other than televibe's. */
export type OtherMessage =
  | { readonly at: 'channel'; readonly channel: string; readonly message: JsonObject }
  | { readonly at: 'stream'; readonly stream: string; readonly fields: Fields }
  | { readonly at: 'hash'; readonly key: string; readonly fields: Fields }
  | { readonly at: 'file'; readonly jobId: string; readonly line: JsonObject };

type Fields = Readonly<Record<string, string>>;

export interface WorkloadBench {
  readonly clock: ManualClock;
  readonly workload: Service;
  readonly log: LogBook;
  readonly published: readonly DemoMessage[];
  /** With the time since the start. */
  readonly others: readonly (OtherMessage & { readonly afterMs: number })[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly lines: readonly LogLine[];
  /** Jobs whose log was ended. */
  readonly endedLogs: readonly string[];
  readonly listeners: () => number;
  ofType(type: string): DemoMessage[];
  /** The types published about a job, in order. */
  typesOf(jobId: string | null): string[];
  decide(decision: DemoDecision): void;
  /** From now on the bus refuses, or accepts again, what is published. */
  refuse(refusing: boolean): void;
}

interface Options {
  readonly random?: () => number;
  readonly scenarios?: readonly Scenario[];
}

export function createWorkloadBench({ random, scenarios }: Options = {}): WorkloadBench {
  const clock = createManualClock(random === undefined ? {} : { random });
  const log = createLogBook();
  const published: DemoMessage[] = [];
  const others: (OtherMessage & { readonly afterMs: number })[] = [];
  const startedAt = clock.now();
  const lines: LogLine[] = [];
  const endedLogs: string[] = [];
  const listeners = new Set<(decision: DemoDecision) => void>();
  let isRefusing = false;
  const record = async (what: OtherMessage) => {
    if (isRefusing) throw new Error('the bus is away');
    others.push({ ...what, afterMs: clock.now() - startedAt });
  };
  const workload = createWorkload({
    clock,
    log,
    ...(scenarios === undefined ? {} : { scenarios }),
    async publish(message) {
      if (isRefusing) throw new Error('the bus is away');
      published.push(message);
    },
    publishOn: (channel, message) => record({ at: 'channel', channel, message }),
    addEntry: (stream, fields) => record({ at: 'stream', stream, fields }),
    setHash: (key, fields) => record({ at: 'hash', key, fields }),
    runs: { append: (jobId, line) => record({ at: 'file', jobId, line }) },
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
    published,
    others,
    startedAt,
    lines,
    endedLogs,
    listeners: () => listeners.size,
    ofType: (type) => published.filter(({ event_type }) => event_type === type),
    typesOf: (jobId) =>
      published.filter(({ job_id }) => job_id === jobId).map(({ event_type }) => event_type),
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
