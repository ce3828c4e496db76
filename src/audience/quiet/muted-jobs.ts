// Jobs of which a chat hears only requests and the end, each until then or until a given time. Pure.

export interface MutedJobs {
  /** Keys of jobs, or `id:…` of jobs that were not known yet; the newest last. */
  readonly mutedJobs: readonly string[];
  /** When those of them that have an end of their own are heard again: RFC 3339 UTC. */
  readonly mutedJobsUntil: Readonly<Record<string, string>>;
}

/** At a time; one more hears the oldest again. */
const MAX_MUTED = 100;

/** By its id alone, in whatever project it will be. */
export function jobCalled(id: string): string {
  return `id:${id}`;
}

export function isJobMuted(muted: MutedJobs, names: readonly string[], atMs: number): boolean {
  return jobMutedUntil(muted, names, atMs) !== undefined;
}

/** Epoch milliseconds; infinite: until the job ends. `undefined` for a job that is heard. */
export function jobMutedUntil(
  { mutedJobs, mutedJobsUntil }: MutedJobs,
  names: readonly string[],
  atMs: number,
): number | undefined {
  const ends = names
    .filter((name) => mutedJobs.includes(name))
    .map((name) => Date.parse(mutedJobsUntil[name] ?? '') || Number.POSITIVE_INFINITY)
    .filter((end) => end > atMs);
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** `until`: absent for the end of the job. */
export function withJobsMuted(
  muted: MutedJobs,
  names: readonly string[],
  until: string | undefined,
): MutedJobs {
  const others = withJobsHeard(muted, names);
  const mutedJobs = [...others.mutedJobs, ...names].slice(-MAX_MUTED);
  const own = until === undefined ? [] : names.map((name) => [name, until] as const);
  const times = [...Object.entries(others.mutedJobsUntil), ...own];
  const kept = times.filter(([name]) => mutedJobs.includes(name));
  return { mutedJobs, mutedJobsUntil: Object.fromEntries(kept) };
}

export function withJobsHeard(
  { mutedJobs, mutedJobsUntil }: MutedJobs,
  names: readonly string[],
): MutedJobs {
  const times = Object.entries(mutedJobsUntil).filter(([name]) => !names.includes(name));
  return {
    mutedJobs: mutedJobs.filter((name) => !names.includes(name)),
    mutedJobsUntil: Object.fromEntries(times),
  };
}
