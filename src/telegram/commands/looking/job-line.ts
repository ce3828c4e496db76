// A job in a list: what it is, and below how it is now, so that both fit the width of a phone.
import { hasEnded, type Job } from '../../../jobs/job-board.ts';
import { instantSpan, shortId, type Voice } from '../../../message/locale/voice.ts';
import { excerpt } from '../../../message/text/excerpt.ts';
import { join, oneLine, type RichText } from '../../../message/text/rich-text.ts';
import { costText, progressText } from '../../../message/values/amount-text.ts';
import { durationText } from '../../../message/values/value-text.ts';
import { recently } from '../recent.ts';

/** UTF-16 units of title and project: together about a line of a phone. */
const LINE_UNITS = 28;
const MIN_TITLE = 16;
const MAX_PROJECT = 20;
/** A job that says nothing for so long has lost contact. */
const SILENT_MS = 3_600_000;

export interface JobLine {
  readonly job: Job;
  /** Requests of it that are pending and may be shown. */
  readonly waiting: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The project is said elsewhere. */
  readonly isProjectKnown?: boolean;
}

/** `🔄 Add rate limiting · acme/gateway`. */
export function jobHeading({ job, isProjectKnown }: JobLine, { speak }: Voice): RichText {
  const { title, id, projectId, status } = job;
  const isShown = projectId !== undefined && isProjectKnown !== true;
  const project = isShown ? oneLine(excerpt(projectId, MAX_PROJECT)) : undefined;
  const room = LINE_UNITS - (project?.text.length ?? 0);
  return speak(`look-job-${status}`, {
    title: title.trim() === '' ? shortId(id) : oneLine(excerpt(title, Math.max(MIN_TITLE, room))),
    project,
  });
}

/** `▓▓▓▓▓░░░░░ 50 % · 4 min · $6.10 of $50`; of one that ended when that was. */
export function jobState(line: JobLine, voice: Voice): RichText {
  const { job, now, waiting } = line;
  const { costUsd, budgetUsd, progress } = job;
  const cost = costText({ costUsd, budgetUsd }, voice);
  const requests = waiting === 0 ? undefined : voice.speak('look-waiting', { count: waiting });
  if (hasEnded(job))
    return voice.speak('look-ended', {
      ago: changedText(job, now, voice),
      took: took(job, voice),
      cost,
    });
  const bar = progress === undefined ? undefined : progressText(progress, voice);
  const since = Date.parse(job.startedAt);
  const elapsed = now - since >= 1_000 ? durationText(wholeSeconds(now - since), voice) : undefined;
  const silent = isSilent(line) ? instantSpan(job.updatedAt, iso(now), voice) : undefined;
  return voice.speak('look-running', { requests, bar, elapsed, cost, silent });
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

/** Two lines of a list: `2. 🔄 …`. */
export function numberedJob(number: number, line: JobLine, voice: Voice): RichText {
  const state = jobState(line, voice);
  const heading = join([`${number}. `, jobHeading(line, voice)]);
  return state.text === '' ? heading : join([heading, '\n', state]);
}
