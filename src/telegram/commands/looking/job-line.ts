// A job in a list: what it is, and below how it is now, so that each line fits the width of a phone.
import { hasEnded, type Job } from '../../../jobs/job-board.ts';
import { instantSpan, nameOfId, shortId, type Voice } from '../../../message/locale/voice.ts';
import { proseLine } from '../../../message/markdown/prose-excerpt.ts';
import { join, type RichText } from '../../../message/text/rich-text.ts';
import { costText, progressText } from '../../../message/values/amount-text.ts';
import { durationText } from '../../../message/values/value-text.ts';
import { recently } from '../recent.ts';

/** UTF-16 units: a title is a line of a phone. */
const MAX_TITLE = 30;
const MAX_PROJECT = 24;
/** A job that says nothing for so long has lost contact. */
const SILENT_MS = 3_600_000;

export interface JobLine {
  readonly job: Job;
  /** Requests of it that are pending and may be shown. */
  readonly waiting: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** `🔄 Add rate limiting`. */
export function jobHeading({ title, id, status }: Job, { speak }: Voice): RichText {
  const shown = title.trim() === '' ? shortId(id) : proseLine(title, MAX_TITLE);
  return speak(`look-job-${status}`, { title: shown });
}

/** `acme/gateway · for 4 min · $6.10 of $50`, and how far it is; of one that ended when that was. */
export function jobState(line: JobLine, voice: Voice): RichText {
  const { job, now, waiting } = line;
  const { costUsd, budgetUsd, progress } = job;
  const cost = costText({ costUsd, budgetUsd }, voice);
  const project = projectText(line);
  if (hasEnded(job)) {
    const ago = changedText(job, now, voice);
    return voice.speak('look-ended', { project, ago, took: took(job, voice), cost });
  }
  const since = Date.parse(job.startedAt);
  const elapsed = now - since >= 1_000 ? durationText(wholeSeconds(now - since), voice) : undefined;
  return voice.speak('look-running', {
    ...{ project, elapsed, cost },
    bar: progress === undefined ? undefined : progressText(progress, voice),
    requests: waiting === 0 ? undefined : voice.speak('look-waiting', { count: waiting }),
    silent: isSilent(line) ? instantSpan(job.updatedAt, iso(now), voice) : undefined,
  });
}

function projectText({ job: { projectId } }: JobLine): RichText | undefined {
  return projectId === undefined ? undefined : nameOfId(projectId, MAX_PROJECT);
}

export function isSilent({ job, now }: Pick<JobLine, 'job' | 'now'>): boolean {
  return !hasEnded(job) && job.status !== 'waiting' && now - Date.parse(job.updatedAt) >= SILENT_MS;
}

function took({ startedAt, updatedAt }: Job, voice: Voice): RichText | undefined {
  const ms = Date.parse(updatedAt) - Date.parse(startedAt);
  return ms >= 1_000 ? durationText(wholeSeconds(ms), voice) : undefined;
}

/** `12 min ago`; from an hour on the time of day. */
export function changedText({ updatedAt }: Job, now: number, voice: Voice): RichText {
  const duration = recently(Date.parse(updatedAt), now, voice);
  return duration === undefined
    ? instantSpan(updatedAt, iso(now), voice)
    : voice.speak('reply-ago', { duration });
}

/** From five minutes on seconds say nothing. */
function wholeSeconds(ms: number): number {
  const seconds = Math.round(ms / 1_000);
  return seconds < 300 ? seconds : Math.round(seconds / 60) * 60;
}

function iso(now: number): string {
  return new Date(now).toISOString();
}

/** Lines of a list: `2. 🔄 …`. */
export function numberedJob(number: number, line: JobLine, voice: Voice): RichText {
  const state = jobState(line, voice);
  const heading = join([`${number}. `, jobHeading(line.job, voice)]);
  return state.text === '' ? heading : join([heading, '\n', state]);
}
