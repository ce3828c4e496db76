// The folder of all jobs: which there are. Read again only when it may have changed.
import { readdir, stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../runtime/clock.ts';
import { JobwireError } from '../../runtime/errors.ts';
import { fileErrorCode } from '../text/plain-file.ts';
import { isSafeName } from '../text/safe-name.ts';

export interface RunsFolder {
  /**
   * Names of the folders in it that can be job ids; the same array as long as nothing changed.
   * Rejects with `unavailable` when it is not there.
   */
  jobIds(): Promise<readonly string[]>;
}

const LOOK_MS = 400;
/** A folder's time is that coarse on some file systems: two changes may leave the same time. */
const SETTLE_MS = 2_500;
/** For file systems whose folders tell no time. */
const LIST_ANYWAY_MS = 15_000;

export function createRunsFolder(runsDir: string, clock: Pick<Clock, 'monotonic'>): RunsFolder {
  let known: readonly string[] = [];
  let mark = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let changedAt = Number.NEGATIVE_INFINITY;
  let listedAt = Number.NEGATIVE_INFINITY;

  /** Whether the folder may hold others than those that were listed. */
  async function mayDiffer(now: number): Promise<boolean> {
    const { ino, mtimeNs } = await stat(runsDir, { bigint: true });
    const markNow = `${ino}:${mtimeNs}`;
    if (markNow !== mark) changedAt = now;
    mark = markNow;
    return now - changedAt <= SETTLE_MS || now - listedAt >= LIST_ANYWAY_MS;
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
      if (now - lookedAt < LOOK_MS) return known;
      try {
        if (await mayDiffer(now)) await list(now);
        lookedAt = now;
        return known;
      } catch (error) {
        mark = '';
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
    `The folder ${runsDir} ${what}; a folder with <job_id>/events.jsonl was expected.`,
    { cause: error },
  );
}
