// Contract of a wire format: bytes to event and back. Pure.
import { z } from 'zod';
import type { CanonicalEvent } from '../event/canonical-event.ts';

const originSchema = z
  .object({ jobId: z.string().exactOptional(), projectId: z.string().exactOptional() })
  .readonly();
export type RawOrigin = z.infer<typeof originSchema>;

/** A message as it was found. */
export const rawMessageSchema = z
  .object({
    /** Name of the dialect it is written in. */
    dialect: z.string(),
    text: z.string(),
    /** Channel, stream or file: `televibe:events:job.started`. */
    source: z.string(),
    /** Id of the entry within its source, where it has one. */
    entryId: z.string().exactOptional(),
    /** Epoch milliseconds at which it reached jobwire or the stream it lay in. */
    arrivedAt: z.number(),
    /** What the place where it was found tells of it: its folder names the job, its hash the project. */
    about: originSchema.exactOptional(),
  })
  .readonly();
export type RawMessage = z.infer<typeof rawMessageSchema>;

/**
 * One thing belongs to another: `execution:<id>` to `plan:<id>`, `repository:<id>` to
 * `project:<id>`. A chain of links ends at a project.
 */
export interface Link {
  readonly of: string;
  readonly to: string;
}

export interface Decoded {
  readonly event: CanonicalEvent;
  /** See Candidate.identity in journal/journal.ts. */
  readonly identity: 'id' | 'content';
  /** What its producer knows it by: the event's id, or the hash of its content where it has none. */
  readonly repeatKey: string;
  /** The dialect in which it came first, where the message says that it is a replay. */
  readonly replayedFrom?: string;
  /** Its message named an instant that nobody can read: `event.time` is that of its arrival. */
  readonly hasUnreadableTime?: true;
  /** What later events can learn from this one. */
  readonly links?: readonly Link[];
  /** The thing this event is about, where only links can tell its project: `execution:<id>`. */
  readonly belongsTo?: string;
}

/** Where a dialect's messages come from, as data; the edges build the inlets from it. */
export type Source =
  /** Streams by name, read as a consumer group. */
  | { readonly kind: 'streams'; readonly names: readonly string[] }
  /** Everything is said on channels and kept in streams; both by glob. */
  | { readonly kind: 'bus'; readonly channels: string; readonly streams: string }
  /** Channels alone, by glob; `hash` is the key of what is true of a job, `*` being its id. */
  | { readonly kind: 'channels'; readonly channels: string; readonly hash?: string }
  /** `<job id>/events.jsonl` in a folder of jobs. */
  | { readonly kind: 'runs' };

export interface Dialect {
  readonly name: string;
  readonly sources: readonly Source[];
  /**
   * Throws JobwireError `decode_failed` that says what was expected. `undefined`: the message only
   * keeps a connection alive; there is nothing to store.
   */
  decode(message: RawMessage): Decoded | undefined;
  /**
   * Writes any canonical event in this dialect's shape; one that came in it as it came. What the
   * shape has no place for goes into the addition `jobwire` (leftovers.ts).
   */
  encode(event: CanonicalEvent): unknown;
  /**
   * The message in the fields of a stream's entry; all fields as JSON where there is none. Only of
   * dialects that come in streams.
   */
  textOf?(fields: ReadonlyMap<string, string>): string;
}
