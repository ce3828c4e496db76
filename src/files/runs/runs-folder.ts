// Lists the jobs in the runs folder. Read again only if it may have changed.
import { readdir, stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { fileErrorCode } from '../text/plain-file.ts';
import { isSafeName } from '../text/safe-name.ts';

export interface RunsFolder {
  /**
   * Names of its folders that can be job ids; the same array as long as nothing changes. Rejects with `unavailable` if
   * it can't be read.
   */
  jobIds(): Promise<readonly string[]>;
}

const MIN_STAT_INTERVAL_MS = 400;
/** Folder times are this coarse on some file systems: two changes may have the same time. */
const SETTLE_MS = 2_500;
/** For file systems without folder times. */
const MAX_LIST_AGE_MS = 15_000;

export function createRunsFolder(runsDir: string, clock: Pick<Clock, 'monotonic'>): RunsFolder {
  let known: readonly string[] = [];
  let stamp = '';
  let checkedAt = Number.NEGATIVE_INFINITY;
  let changedAt = Number.NEGATIVE_INFINITY;
  let listedAt = Number.NEGATIVE_INFINITY;

  /** Whether the folder may have changed since it was listed. */
  async function mayDiffer(now: number): Promise<boolean> {
    const { ino, mtimeNs } = await stat(runsDir, { bigint: true });
    const stampNow = `${ino}:${mtimeNs}`;
    if (stampNow !== stamp) changedAt = now;
    stamp = stampNow;
    return now - changedAt <= SETTLE_MS || now - listedAt >= MAX_LIST_AGE_MS;
  }

  async function list(now: number): Promise<void> {
    listedAt = now;
    const entries = await readdir(runsDir, { withFileTypes: true });
    const found = entries.flatMap((entry) =>
      entry.isDirectory() && isSafeName(entry.name) ? [entry.name] : [],
    );
    if (!isDeepStrictEqual(found, known)) known = found;
  }

  return {
    async jobIds() {
      const now = clock.monotonic();
      if (now - checkedAt < MIN_STAT_INTERVAL_MS) return known;
      try {
        if (await mayDiffer(now)) await list(now);
        checkedAt = now;
        return known;
      } catch (error) {
        stamp = '';
        throw unreadable(runsDir, error);
      }
    },
  };
}

function unreadable(runsDir: string, error: unknown): JobwireError {
  const code = fileErrorCode(error);
  const what = code === 'ENOENT' ? 'does not exist' : `can't be read (${code ?? 'unknown reason'})`;
  return new JobwireError(
    'unavailable',
    `The folder ${runsDir} ${what}; expected a folder with <job_id>/events.jsonl.`,
    { cause: error },
  );
}
