// All jobs of a folder, each read in its turn, a bounded piece at a time; one that can't be read, or
// not be taken in, does not hold up the others.
import type { Ingest } from '../../intake/isolate-poison.ts';
import type { Receive } from '../../intake/receive.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { type Health, setAside } from '../../runtime/health.ts';
import type { Logger } from '../../runtime/logger.ts';
import { forEachAtOnce } from '../text/at-once.ts';
import { createRun, type Run, standAt } from './run.ts';
import { createRunLook } from './run-look.ts';
import { createRunSchedule } from './run-schedule.ts';
import { createRunsFolder } from './runs-folder.ts';

/** Contract: how far sources were read, as acknowledgements moved them. Implemented by redis/streams. */
export interface SourcePositions {
  /** Position by source; a source that was never read is left out. */
  read(sources: readonly string[]): Promise<Map<string, string>>;
}

export interface FollowedRuns {
  /**
   * Reads one piece of every file that is due; answers whether there is more to read at once.
   * Before each it asks whether it may go on. Rejects when something could not be taken in. What
   * somebody else read meanwhile is found out when something is to be taken in.
   */
  visit(mayGoOn: () => Promise<boolean>): Promise<boolean>;
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
/** Then whether there are new jobs is looked at again, however much there is to read. */
const VISIT_MS = 250;

export function createFollowedRuns(deps: Deps): FollowedRuns {
  const { runsDir, positions, clock, log, health } = deps;
  const folder = createRunsFolder(runsDir, clock);
  const schedule = createRunSchedule((jobId) => createRun(runsDir, jobId));
  const look = createRunLook({ ...deps, schedule });
  let followed: readonly string[] | undefined;
  let away: string | undefined;

  /** Answers whether the folder is there. */
  async function followAll(): Promise<boolean> {
    try {
      const jobIds = await folder.jobIds();
      if (away !== undefined) log.info({ runsDir }, 'runs_folder_found');
      away = undefined;
      if (jobIds !== followed) schedule.follow(jobIds, clock.monotonic());
      followed = jobIds;
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== away) log.warn({ reason }, 'runs_folder_unreadable');
      away = reason;
    }
    return away === undefined;
  }

  async function lookUp(due: readonly Run[]): Promise<void> {
    const fresh = due.filter(({ stored }) => stored === undefined);
    for (let from = 0; from < fresh.length; from += POSITIONS_AT_ONCE) {
      const some = fresh.slice(from, from + POSITIONS_AT_ONCE);
      const found = await positions.read(some.map(({ source }) => source));
      for (const run of some) standAt(run, found.get(run.source) ?? '');
    }
  }

  return {
    async visit(mayGoOn) {
      if (!(await followAll())) {
        health.report(COMPONENT, false, away);
        return false;
      }
      const due = schedule.due(clock.monotonic());
      await lookUp(due);
      const until = clock.monotonic() + VISIT_MS;
      const isLate = () => clock.monotonic() > until;
      const isMore = await lookAtAll(due, { look, mayGoOn, isLate });
      const untaken = schedule.all().find((run) => run.untaken !== undefined)?.untaken;
      health.report(COMPONENT, untaken === undefined, untaken ?? unreadable(schedule.all()));
      return isMore;
    },
  };
}

/** A file that can't be read costs only its own job. Which it is, not everybody may know. */
function unreadable(runs: readonly Run[]) {
  const count = runs.filter((run) => run.unreadable !== undefined).length;
  return setAside(
    'source-aside',
    count,
    count === 0 ? '' : `not readable: ${count}; the log names them`,
  );
}

interface Looks {
  readonly look: (run: Run) => Promise<boolean>;
  readonly mayGoOn: () => Promise<boolean>;
  /** Those that were not looked at are still due, and will be the first ones. */
  readonly isLate: () => boolean;
}

/** Gives up when nothing can be taken in: then it is not the fault of a file. */
async function lookAtAll(due: readonly Run[], looks: Looks): Promise<boolean> {
  const { look, mayGoOn, isLate } = looks;
  const failures: unknown[] = [];
  let isMore = false;
  let failedInTurn = 0;
  await forEachAtOnce(due, AT_ONCE, async (run) => {
    if (failedInTurn >= AT_ONCE || !(await mayGoOn())) return;
    if (isLate()) {
      isMore = true;
      return;
    }
    try {
      if (await look(run)) isMore = true;
      failedInTurn = 0;
    } catch (error) {
      failedInTurn += 1;
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
  return isMore;
}
