// What the systems around call their channels and streams in Redis; no prefix of ours stands before them.

/** Where an event of this type is said; `*`: the pattern of all such channels. */
export const televibeChannel = (type: string) => `televibe:events:${type}`;

/** Where events of a project are kept; `*`: the pattern of all such streams. */
export const televibeStream = (project: string) => `televibe:stream:${project}`;

/** Where a job's runner writes its log. */
export const jobLogStream = (jobId: string) => `televibe:logs:${jobId}`;
