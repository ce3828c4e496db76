// What identifies a repeat. An id belongs to the project that used it, so nobody can take another
// project's ids; where the format names no project, it belongs to the dialect.
import type { CanonicalEvent } from '../event/canonical-event.ts';

/** Whatever is published again on the bus comes back in this dialect. */
const BUS_DIALECT = 'televibe';

interface Scope {
  /** As the message or its publisher names it, never looked up. */
  readonly projectId?: string | undefined;
  readonly dialect: string;
}

/** `id`: what its producer calls it, or the hash of its content. */
export function repeatKeyOf({ projectId, dialect }: Scope, id: string): string {
  // Lists of two lengths: no dialect is ever taken for a project of that name.
  return JSON.stringify(projectId === undefined ? [dialect, '', id] : [projectId, id]);
}

/** What an event is known by when it comes back from the bus. */
export function busKeyOf({ projectId, id }: Pick<CanonicalEvent, 'projectId' | 'id'>): string {
  return repeatKeyOf({ projectId, dialect: BUS_DIALECT }, id);
}
