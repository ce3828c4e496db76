// The ordering key of an event. Two events with the same key are never reordered.

interface Context {
  readonly projectId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly jobId?: string | undefined;
  /** What the dialect itself orders by when there is neither job nor session: a pull request, … */
  readonly subject?: string | undefined;
}

/** Job, else session, else the dialect's own subject, else project, else one key for the rest. */
export function aggregateOf({ projectId, sessionId, jobId, subject }: Context): string {
  if (jobId !== undefined) return `job:${jobId}`;
  if (sessionId !== undefined) return `session:${sessionId}`;
  if (subject !== undefined) return subject;
  if (projectId !== undefined) return `project:${projectId}`;
  return 'system';
}
