// Names of external channels and streams in Redis, without our prefix.

/** The channel for events of this type; `*`: the pattern of all such channels. */
export const televibeChannel = (type: string) => `televibe:events:${type}`;

/** The stream of a project's events; `*`: the pattern of all such streams. */
export const televibeStream = (project: string) => `televibe:stream:${project}`;

/** The stream to which a job's runner writes its log. */
export const jobLogStream = (jobId: string) => `televibe:logs:${jobId}`;
