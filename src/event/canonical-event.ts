// The type that every folder shares: one event, whatever system sent it.

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };
export type JsonObject = { readonly [key: string]: JsonValue };

/** One event of any system. Events are never changed. */
export interface CanonicalEvent {
  /** The producer's id; where it gave none, a stable hash of dialect and content (event-id.ts). */
  readonly id: string;
  /** Dotted, lower case: `job.approval_needed`. */
  readonly type: string;
  /** Instant of occurrence, RFC 3339 in UTC with milliseconds; arrival time where none was given. */
  readonly time: string;
  readonly source: { readonly component: string; readonly instanceId?: string };
  readonly projectId?: string;
  readonly sessionId?: string;
  readonly jobId?: string;
  readonly stage?: string;
  /** Ordering key (aggregate.ts): events of one aggregate are never reordered. */
  readonly aggregate: string;
  readonly correlationId?: string;
  /** Id of the event that caused this one; a decision's cause is its request. */
  readonly causationId?: string;
  /** Internal events reach admins only. */
  readonly visibility: 'public' | 'internal';
  /**
   * A list of Telegram chat ids overrides subscriptions, never access rights, level or mute; those of
   * a request come on top of the subscriptions.
   */
  readonly recipients: 'all' | readonly number[];
  /** The dialect's payload, unchanged. */
  readonly data: JsonObject;
  /** Fields of the envelope that the dialect does not know; kept, and written back by `encode`. */
  readonly extensions?: JsonObject;
  /** Name of the dialect it came in: `televibe`, `jobs`, `delivery`, `pipeline`, `build`, `cloudevents`. */
  readonly dialect: string;
  /** The message as received; only where an endpoint promises to pass it through untouched. */
  readonly raw?: string;
  /** Who published it over HTTP. Set only by jobwire, never read from a message. */
  readonly publishedBy?: Publisher;
  /** jobwire itself announced it. Set only by jobwire; the `source` of a message proves nothing. */
  readonly own?: Own;
}

/** The caller of the HTTP API whose token published an event. */
export interface Publisher {
  readonly tokenId: string;
  /** Name of the token. */
  readonly name: string;
  /** Id of the person who holds the token, where it belongs to one. */
  readonly userId?: string;
  /** The token is limited to projects. */
  readonly isLimited: boolean;
}

export interface Own {
  /** The engine whose gate was decided looks for the decision in its folder of runs. */
  readonly writesGate: boolean;
}
