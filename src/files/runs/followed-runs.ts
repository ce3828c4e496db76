// Follows all jobs of a folder, each read in its turn, a bounded piece at a time; one that can't be read or ingested
// does not hold up the others.
import type { Ingest } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { type Health, setAside } from '../../runtime/health.ts';
import type { Logger } from '../../runtime/logger.ts';
import { forEachConcurrently } from '../text/for-each-concurrently.ts';
import { createRun, type Run, resumeAt } from './run.ts';
import { createRunLook } from './run-look.ts';
import { createRunSchedule } from './run-schedule.ts';
import { createRunsFolder } from './runs-folder.ts';

/** Contract: how far sources were read, as acknowledgements moved them. Implemented by redis/streams. */
export interface SourcePositions {
  /** Position by source, without sources that were never read. */
  read(sources: readonly string[]): Promise<Map<string, string>>;
}

export interface FollowedRuns {
  /**
   * Reads one piece of every file that is due, as long as `mayContinue` allows; returns whether there is more to read
   * immediately. Rejects if something could not be ingested. Ingesting detects what another replica read meanwhile.
   */
  visit(mayContinue: () => Promise<boolean>): Promise<boolean>;
}

interface Deps {
  readonly runsDir: string;
  readonly dialect: string;
  readonly receive: Receive;
  readonly ingest: Ingest;
  readonly positions: SourcePositions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly health: Pick<Health, 'report'>;
}

const COMPONENT = 'files:runs';
const AT_ONCE = 8;
const POSITIONS_AT_ONCE = 500;
/** Then it checks for new jobs again, however much there is to read. */
const MAX_VISIT_MS = 250;

export function createFollowedRuns(deps: Deps): FollowedRuns {
  const { runsDir, positions, clock, log, health } = deps;
  const folder = createRunsFolder(runsDir, clock);
  const schedule = createRunSchedule((jobId) => createRun(runsDir, jobId));
  const look = createRunLook({ ...deps, schedule });
  let followed: readonly string[] | undefined;
  let folderFailure: string | undefined;

  /** Updates the list of jobs; returns whether the folder could be read. */
  async function updateFollowed(): Promise<boolean> {
    try {
      const jobIds = await folder.jobIds();
      if (folderFailure !== undefined) log.info({ runsDir }, 'runs_folder_found');
      folderFailure = undefined;
      if (jobIds !== followed) schedule.follow(jobIds, clock.monotonic());
      followed = jobIds;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== folderFailure) log.warn({ reason }, 'runs_folder_unreadable');
      folderFailure = reason;
    }
    return folderFailure === undefined;
  }

  async function loadPositions(due: readonly Run[]): Promise<void> {
    const fresh = due.filter(({ stored }) => stored === undefined);
    for (let from = 0; from < fresh.length; from += POSITIONS_AT_ONCE) {
      const some = fresh.slice(from, from + POSITIONS_AT_ONCE);
      const found = await positions.read(some.map(({ source }) => source));
      for (const run of some) resumeAt(run, found.get(run.source) ?? '');
    }
  }

  return {
    async visit(mayContinue) {
      if (!(await updateFollowed())) {
        health.report(COMPONENT, false, folderFailure);
        return false;
      }
      const due = schedule.due(clock.monotonic());
      await loadPositions(due);
      const until = clock.monotonic() + MAX_VISIT_MS;
      const isLate = () => clock.monotonic() > until;
      const isMore = await readAll(due, { look, mayContinue, isLate });
      const runs = schedule.all();
      const failure = runs.find((run) => run.ingestFailure !== undefined)?.ingestFailure;
      health.report(COMPONENT, failure === undefined, failure ?? unreadable(runs));
      return isMore;
    },
  };
}

/** An unreadable file affects only its own job. Not named, because the component is public. */
function unreadable(runs: readonly Run[]) {
  const count = runs.filter((run) => run.readFailure !== undefined).length;
  return setAside(
    'source-aside',
    count,
    count === 0 ? '' : `not readable: ${count}; the log names them`,
  );
}

interface ReadOptions {
  readonly look: (run: Run) => Promise<boolean>;
  readonly mayContinue: () => Promise<boolean>;
  /** Those that were not read stay due, and will be the first ones next time. */
  readonly isLate: () => boolean;
}

/** Gives up if nothing can be ingested, because that is not the fault of a file. */
async function readAll(due: readonly Run[], looks: ReadOptions): Promise<boolean> {
  const { look, mayContinue, isLate } = looks;
  const failures: unknown[] = [];
  let isMore = false;
  let consecutiveFailures = 0;
  await forEachConcurrently(due, AT_ONCE, async (run) => {
    if (consecutiveFailures >= AT_ONCE || !(await mayContinue())) return;
    if (isLate()) {
      isMore = true;
      return;
    }
    try {
      if (await look(run)) isMore = true;
      consecutiveFailures = 0;
    } catch (error) {
      consecutiveFailures += 1;
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
  return isMore;
}
