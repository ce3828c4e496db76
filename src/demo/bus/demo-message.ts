// The messages of the example workload: the televibe format with every field set.
import type { JsonObject } from '../../event/canonical-event.ts';

export interface DemoMessage {
  /** A UUID. */
  readonly event_id: string;
  readonly event_type: string;
  /** RFC 3339 UTC. */
  readonly timestamp: string;
  readonly source: { readonly component: string; readonly instance_id: string };
  readonly project_id: string;
  readonly session_id: string | null;
  readonly job_id: string | null;
  readonly data: JsonObject;
  readonly visibility: 'public' | 'internal';
  readonly recipients: 'all';
}
