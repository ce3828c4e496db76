// Follows a running command for `jobwire run`: what it is told of, and what is said where that can't be told.

import { readEnvironment } from '../../config/load-config.ts';
import { readScriptSettings } from '../../config/script-settings.ts';
import type { Clock } from '../../runtime/clock.ts';
import { messageOf } from '../../runtime/errors.ts';
import { terminalPerson } from '../approvals/terminal-user.ts';
import { printToStderr } from '../command/output.ts';
import { openLink } from '../link/open-link.ts';
import type { CommandEnd } from './child.ts';
import { createJobEvents, type JobWords } from './job-events.ts';
import { createJobReport } from './job-report.ts';
import { createLogLines } from './log-lines.ts';
import type { OutputCopy } from './output-copy.ts';

export interface FollowedJob {
  end(end: CommandEnd, passedOn: readonly NodeJS.Signals[]): Promise<void>;
}

interface Deps {
  readonly clock: Clock;
  readonly output?: OutputCopy;
}

/** In the time after which the job counts as silent: some may be late, or lost. */
const HEARTBEATS = 4;

export function follow(words: Omit<JobWords, 'by'>, { clock, output }: Deps): FollowedJob {
  const say = (text: string) => printToStderr(`jobwire: ${text}`);
  const settings = settingsOrError();
  const redact = settings instanceof Error ? true : settings.redact;
  const events = createJobEvents({ ...words, by: terminalPerson() }, { clock, redact });
  const report = createJobReport({
    jobId: words.jobId,
    started: events.started(),
    heartbeat: events.heartbeat,
    heartbeatMs: (words.silentSeconds * 1_000) / HEARTBEATS,
    progress() {
      const line = output?.takeProgress();
      return line && events.progress(line);
    },
    ...(output === undefined ? {} : { output }),
    logLines: createLogLines({ redact }),
    clock,
    say,
    async open(onState) {
      if (settings instanceof Error) throw settings;
      return openLink(settings, { clock, onState });
    },
  });
  return {
    async end(end, passedOn) {
      if (end.failure !== undefined) say(end.failure);
      if (end.isHeld)
        say('the command ended, but left something behind that still has its output.');
      output?.end();
      const isInterrupted = passedOn.includes('SIGINT') && isEndBy(end, 'SIGINT', 130);
      await report.end(events.ended(end, { isInterrupted, tail: output?.tail() ?? '' }));
    },
  };
}

function isEndBy({ code, signal }: CommandEnd, name: NodeJS.Signals, number: number): boolean {
  return signal === name || code === number;
}

function settingsOrError() {
  try {
    return readScriptSettings(readEnvironment());
  } catch (error) {
    return error instanceof Error ? error : new Error(messageOf(error));
  }
}
