// The messages of the example workload's stories, decoded by the codecs of their formats.
import { dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { originOf } from '../../src/dialects/sources.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { OtherMessage, WorkloadBench } from './workload-bench.ts';

/** Its source, as an inlet would name it. */
export function sourceOf(message: OtherMessage): string {
  switch (message.at) {
    case 'channel':
      return message.channel;
    case 'stream':
      return message.stream;
    case 'hash':
      return message.key;
    case 'file':
      return `runs/${message.jobId}/events.jsonl`;
  }
}

export function messageIn(message: OtherMessage, { textOf }: Pick<Dialect, 'textOf'>): string {
  switch (message.at) {
    case 'channel':
      return JSON.stringify(message.message);
    case 'file':
      return JSON.stringify(message.line);
    default:
      return textOf?.(new Map(Object.entries(message.fields))) ?? '';
  }
}

type Published = Pick<WorkloadBench, 'others' | 'startedAt'>;

/** All events of a format, in order; heartbeats are left out. */
export function eventsOf({ others, startedAt }: Published, name: string): CanonicalEvent[] {
  const dialect = dialectNamed(name);
  return others.flatMap((one) => {
    const origin = one.at === 'hash' ? undefined : originOf(sourceOf(one), [dialect]);
    if (origin === undefined) return [];
    const text = messageIn(one, dialect);
    const arrivedAt = startedAt + one.afterMs;
    const raw = { dialect: name, text, source: sourceOf(one), arrivedAt, about: origin.about };
    const decoded = dialect.decode(raw);
    return decoded === undefined || decoded.isHeartbeat ? [] : [decoded.event];
  });
}

/** The id under which a gate asks. */
export function gateIdOf({ type, data }: CanonicalEvent): string[] {
  return type === 'gate.pause' ? [String(data.approval_id)] : [];
}

/** The events of each run of a format's story. */
export function runsOf(bench: WorkloadBench, name: string): CanonicalEvent[][] {
  const runs = new Map<string, CanonicalEvent[]>();
  for (const event of eventsOf(bench, name)) {
    const key = event.jobId ?? event.correlationId ?? '';
    runs.set(key, [...(runs.get(key) ?? []), event]);
  }
  return [...runs.values()];
}
