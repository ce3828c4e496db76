// Contract: the build system's own record of its jobs. Its hashes are the truth where its messages got
// lost. Kept by redis/jobs/build-hashes.

/** Of the Redis hash `job:<id>`; a field that it lacks is absent. */
export interface BuildHash {
  /** `ready` and `failed` are final. */
  readonly status?: string;
  /** Whose job it is, as the systems around know people. */
  readonly userId?: string;
  readonly projectId?: string;
}

export interface BuildHashes {
  /** `undefined` for a job that is not known. Rejects when Redis is away. */
  read(jobId: string): Promise<BuildHash | undefined>;
}
