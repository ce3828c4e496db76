// What repeats are recognised by. An id belongs to the project that used it, so that nobody can occupy
// another project's ids; if the message names no project, it belongs to the dialect.
import type { CanonicalEvent } from '../event/canonical-event.ts';

/** Events that are replayed onto the bus come back in this dialect. */
const BUS_DIALECT = 'televibe';

interface Scope {
  /** As named by the message or its publisher, never looked up. */
  readonly projectId?: string | undefined;
  readonly dialect: string;
}

/** `id`: the producer's id, or the hash of the content. */
export function repeatKeyOf({ projectId, dialect }: Scope, id: string): string {
  // Of different lengths, so that no dialect passes for a project of that name.
  return JSON.stringify(projectId === undefined ? [dialect, '', id] : [projectId, id]);
}

/** What an event that comes back from the bus is recognised by. */
export function busKeyOf({ projectId, id }: Pick<CanonicalEvent, 'projectId' | 'id'>): string {
  return repeatKeyOf({ projectId, dialect: BUS_DIALECT }, id);
}
