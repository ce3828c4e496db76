// Contract of a wire format: bytes to event and back. Pure.
import { z } from 'zod';
import type { CanonicalEvent } from '../event/canonical-event.ts';

const originSchema = z
  .object({ jobId: z.string().exactOptional(), projectId: z.string().exactOptional() })
  .readonly();
export type RawOrigin = z.infer<typeof originSchema>;

/** A message as received. */
export const rawMessageSchema = z
  .object({
    /** Name of the dialect it is written in. */
    dialect: z.string(),
    text: z.string(),
    /** Channel, stream or file: `televibe:events:job.started`. */
    source: z.string(),
    /** Id of the entry within its source, where it has one. */
    entryId: z.string().exactOptional(),
    /** When it reached jobwire or its stream; epoch milliseconds. */
    arrivedAt: z.number(),
    /** What its source says about it: a folder names the job, a build's hash the project. */
    about: originSchema.exactOptional(),
  })
  .readonly();
export type RawMessage = z.infer<typeof rawMessageSchema> & {
  /** When this process heard it, in ms by its monotonic clock. Means nothing to another one, so it is not stored. */
  readonly heardAt?: number;
};

/**
 * One thing belongs to another: `execution:<id>` to `plan:<id>`, `repository:<id>` to
 * `project:<id>`. A chain of links ends at a project. A title is kept as a link too (event/thing-title.ts).
 */
export interface Link {
  readonly of: string;
  readonly to: string;
}

export interface Decoded {
  readonly event: CanonicalEvent;
  /** See Candidate.identity in journal/journal.ts. */
  readonly identity: 'id' | 'content';
  /** What repeats are recognised by: the event's id, or a hash of its content if it has none. */
  readonly repeatKey: string;
  /** Of a replay: the dialect in which the event first arrived. */
  readonly replayedFrom?: string;
  /** Only says that its job is alive: it is neither stored nor reported. */
  readonly isHeartbeat?: true;
  /** The message's timestamp was unreadable: `event.time` is the time of arrival. */
  readonly hasUnreadableTime?: true;
  /** Which thing belongs to which; stored for later events. */
  readonly links?: readonly Link[];
  /** The thing this event is about, if only links lead to its project: `execution:<id>`. */
  readonly belongsTo?: string;
}

/** Where a dialect's messages come from, as data; the edges build the inlets from it. */
export type Source =
  /** Streams by name, read as a consumer group. */
  | { readonly kind: 'streams'; readonly names: readonly string[] }
  /** Every message is published on a channel and kept in a stream; both are globs. */
  | { readonly kind: 'bus'; readonly channels: string; readonly streams: string }
  /** Channels only, by glob; `hash` is the key of a job's state, `*` being its id. */
  | { readonly kind: 'channels'; readonly channels: string; readonly hash?: string }
  /** `<job id>/events.jsonl` in a folder of jobs. */
  | { readonly kind: 'runs' };

export interface Dialect {
  readonly name: string;
  readonly sources: readonly Source[];
  /** A message as it is accepted, for documents; it may have any other fields. */
  readonly accepts: z.ZodType;
  /** A message as `encode` writes it, for documents; absent: as it is accepted. */
  readonly writes?: z.ZodType;
  /**
   * Throws JobwireError `decode_failed`, which says what was expected. `undefined` for a heartbeat of no
   * job: there is nothing to store.
   */
  decode(message: RawMessage): Decoded | undefined;
  /**
   * Writes any canonical event in this dialect; one that arrived in it, as it arrived. What the
   * format can't express goes into the field `jobwire` (leftovers.ts).
   */
  encode(event: CanonicalEvent): unknown;
  /**
   * The message in the fields of a stream entry; all fields as JSON if there is none. Only for
   * dialects read from streams.
   */
  textOf?(fields: ReadonlyMap<string, string>): string;
}
