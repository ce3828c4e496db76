// How an endpoint streams events.
import type { CanonicalEvent } from '../../event/canonical-event.ts';

export interface StreamShape {
  /** For metrics and logs. */
  readonly name: string;
  /** Returns the value to be encoded as JSON. */
  readonly encode: (event: CanonicalEvent) => unknown;
  /** Whether events are named by their types, but for reserved names (sse.ts); clients get unnamed ones as `message`. */
  readonly named: boolean;
  /** Keeps a quiet stream alive. */
  readonly heartbeat: string;
}
