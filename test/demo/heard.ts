// What the example workload's stories said, as the formats' own codecs read it.
import { dialectNamed } from '../../src/dialects/all-dialects.ts';
import type { Dialect } from '../../src/dialects/dialect.ts';
import { originOf } from '../../src/dialects/sources.ts';
import type { CanonicalEvent } from '../../src/event/canonical-event.ts';
import type { Heard, WorkloadBench } from './workload-bench.ts';

/** Where it was heard, as an inlet would name it. */
export function sourceOf(heard: Heard): string {
  switch (heard.at) {
    case 'channel':
      return heard.channel;
    case 'stream':
      return heard.stream;
    case 'hash':
      return heard.key;
    case 'file':
      return `runs/${heard.jobId}/events.jsonl`;
  }
}

export function messageIn(heard: Heard, { textOf }: Pick<Dialect, 'textOf'>): string {
  switch (heard.at) {
    case 'channel':
      return JSON.stringify(heard.message);
    case 'file':
      return JSON.stringify(heard.line);
    default:
      return textOf?.(new Map(Object.entries(heard.fields))) ?? '';
  }
}

/** What was said, or a part of it. */
type Told = Pick<WorkloadBench, 'heard' | 'begunAt'>;

/** All events of a format, in order; what is no event is left out. */
export function eventsOf({ heard, begunAt }: Told, name: string): CanonicalEvent[] {
  const dialect = dialectNamed(name);
  return heard.flatMap((one) => {
    const origin = one.at === 'hash' ? undefined : originOf(sourceOf(one), [dialect]);
    if (origin === undefined) return [];
    const text = messageIn(one, dialect);
    const arrivedAt = begunAt + one.afterMs;
    const raw = { dialect: name, text, source: sourceOf(one), arrivedAt, about: origin.about };
    const decoded = dialect.decode(raw);
    return decoded === undefined ? [] : [decoded.event];
  });
}

/** The id under which a gate asks. */
export function gateIdOf({ type, data }: CanonicalEvent): string[] {
  return type === 'gate.pause' ? [String(data.approval_id)] : [];
}

/** The events of each telling of a format's story. */
export function tellings(bench: WorkloadBench, name: string): CanonicalEvent[][] {
  const told = new Map<string, CanonicalEvent[]>();
  for (const event of eventsOf(bench, name)) {
    const key = event.jobId ?? event.correlationId ?? '';
    told.set(key, [...(told.get(key) ?? []), event]);
  }
  return [...told.values()];
}
