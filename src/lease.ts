// Contract of a lease: one replica at a time does a job that must not be done twice. Kept by
// redis/lease.

export interface Lease {
  /**
   * Takes or renews the lease. Answers the fencing number, which grows with every new holder, or
   * `undefined` while another replica holds it. A script that gets a stale number refuses to write.
   */
  hold(): Promise<number | undefined>;
  /** Gives it up at once, so that another replica need not wait for it to run out. */
  release(): Promise<void>;
}
