// The live side of build streams: messages as they came, the end after a final one, and heartbeats
// in between.

import type { CanonicalEvent } from '../../event/canonical-event.ts';
import type { JournalEntry } from '../../journal/journal.ts';
import type { Clock } from '../../runtime/clock.ts';
import { inSlices } from '../pacing/in-slices.ts';
import { hold } from '../sse/reader.ts';
import type { Group, Readers } from '../sse/readers.ts';
import { HEARTBEAT_FRAME, messageText } from '../sse/sse.ts';
import type { StreamLimits } from '../sse/stream-limits.ts';
import type { BuildReader } from './build-reader.ts';
import { isFinal } from './build-standing.ts';

export interface BuildLive {
  deliver(entries: readonly JournalEntry[]): Promise<void>;
  /** Gives a reader what came while it waited; from then on it gets everything at once. */
  goLive(reader: BuildReader): void;
}

interface Deps {
  readonly readers: Readers<BuildReader>;
  readonly clock: Clock;
  readonly limits: StreamLimits;
  /** Asks whether a silent stream has missed its end. Never rejects. */
  readonly check: (reader: BuildReader) => Promise<void>;
}

export function createBuildLive({ readers, clock, limits, check }: Deps): BuildLive {
  function send(reader: BuildReader, event: CanonicalEvent, text: string): void {
    if (reader.closed) return;
    reader.messages += 1;
    readers.write(reader, text);
    if (isFinal(event.data.status)) readers.finish(reader);
    else waitForSilence(reader);
  }

  function waitForSilence(reader: BuildReader): void {
    reader.cancelPause();
    if (reader.closed) return;
    reader.cancelPause = clock.after(limits.heartbeatMs, () => {
      readers.write(reader, HEARTBEAT_FRAME);
      waitForSilence(reader);
      return check(reader);
    });
  }

  function groupOf({ event: { dialect, jobId } }: JournalEntry): Group<BuildReader> | undefined {
    return dialect === 'build' && jobId !== undefined ? readers.groups.get(jobId) : undefined;
  }

  return {
    async deliver(entries) {
      for (const entry of entries) {
        const group = groupOf(entry);
        if (group === undefined) continue;
        const text = rawText(entry.event);
        await inSlices(group.readers, (reader) => {
          if (reader.waiting === undefined) send(reader, entry.event, text);
          else hold(reader, [entry], limits);
        });
      }
    },
    goLive(reader) {
      const held = reader.waiting ?? [];
      reader.waiting = undefined;
      reader.out.once('close', () => reader.cancelPause());
      waitForSilence(reader);
      for (const { event } of held) send(reader, event, rawText(event));
    },
  };
}

function rawText({ raw, data }: CanonicalEvent): string {
  return messageText(raw ?? JSON.stringify(data));
}
