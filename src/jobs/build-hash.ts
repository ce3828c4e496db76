// Contract: the build system's own record of its jobs, which is right where messages got lost. Implemented
// by redis/jobs/build-hashes.

/** Of the Redis hash `job:<id>`; a field that it lacks is absent. */
export interface BuildHash {
  /** `ready` and `failed` are final. */
  readonly status?: string;
  /** The job's owner, by the build system's user id. */
  readonly userId?: string;
  readonly projectId?: string;
}

export interface BuildHashes {
  /** `undefined` for an unknown job. Rejects if Redis is away. */
  read(jobId: string): Promise<BuildHash | undefined>;
}
