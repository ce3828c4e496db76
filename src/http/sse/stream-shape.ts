// The form in which one endpoint streams events.
import type { CanonicalEvent } from '../../event/canonical-event.ts';

export interface StreamShape {
  /** For metrics and logs. */
  readonly name: string;
  /** Answers what becomes JSON. */
  readonly encode: (event: CanonicalEvent) => unknown;
  /** Whether an event goes out under its type; clients get those without a name as `message`. */
  readonly named: boolean;
  /** What keeps a quiet stream alive. */
  readonly heartbeat: string;
}
