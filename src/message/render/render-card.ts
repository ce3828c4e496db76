// The live card of a job: one message that shows how the job is now.
import { FEATURE, isOfFeature } from '../../jobs/feature-job.ts';
import type { Job } from '../../jobs/job-board.ts';
import { boldTitle, instantSpan, nameOfId, shortId, type Voice } from '../locale/voice.ts';
import { proseLine } from '../markdown/prose-excerpt.ts';
import type { Message } from '../message.ts';
import { JOB_ACTION, type Notice } from '../notice.ts';
import { fitToMessage } from '../text/cut.ts';
import { join, type RichText } from '../text/rich-text.ts';
import { costText, progressText, requestsText } from '../values/amount-text.ts';
import { linkLines } from '../values/link-text.ts';
import { durationText } from '../values/value-text.ts';

type Card = Extract<Notice, { kind: 'card' }>;

/** UTF-16 units: title and project are what a lock screen shows, a step is one line of a phone. */
const MAX_TITLE = 60;
const MAX_PROJECT = 40;
const MAX_STEP = 60;
/** A job that says nothing for so long has lost contact. */
const SILENT_MS = 3_600_000;

export function renderCard(card: Card, voice: Voice): Message[] {
  const message = { body: fitToMessage(join(cardLines(card, voice), '\n')), silent: true };
  return [card.isOver ? message : { ...message, buttons: buttonsOf(card, voice) }];
}

/** The job as it is now, its title first. */
export function cardLines(card: Omit<Card, 'kind'>, voice: Voice): RichText[] {
  const { job } = card;
  return [
    boldTitle(titleOf(job, voice), projectOf(job)),
    progressLine(job, voice),
    ...stepLines(job, voice),
    factsLine(job, voice),
    linkLines(job.links?.slice(), voice),
    silenceLine(card, voice),
  ].filter((line) => line !== undefined && line.text !== '') as RichText[];
}

function titleOf(job: Job, { speak }: Voice): RichText {
  const { status, steps, title } = job;
  const isFresh = status === 'running' && steps === undefined;
  return speak(`card-${isFresh ? 'started' : status}`, {
    title: title.trim() === '' ? idOf(job) : proseLine(title, MAX_TITLE),
    project: projectOf(job),
  });
}

function projectOf({ projectId }: Job): RichText | undefined {
  return projectId === undefined ? undefined : nameOfId(projectId, MAX_PROJECT);
}

function progressLine(job: Job, voice: Voice): RichText | undefined {
  const { progress, stage, step, steps, status } = job;
  // What its producer last said of a job that is done is behind.
  const isBehind = status === 'completed' && progress !== undefined && progress < 1;
  const bar = progress === undefined || isBehind ? undefined : progressText(progress, voice);
  // The steps below say it already.
  const isListed = step !== undefined && steps?.newest.some((one) => isOf(one, step));
  const what = isListed ? stage : (step ?? stage);
  const isStage = what !== undefined && what === steps?.newest.at(-1);
  return voice.speak('card-progress', {
    bar,
    step: what === undefined || isStage ? undefined : proseLine(what, MAX_STEP),
  });
}

/** The steps that are kept may be cut. */
function isOf(kept: string, step: string): boolean {
  return kept === step || (kept.endsWith('…') && step.startsWith(kept.slice(0, -1)));
}

function stepLines({ steps, status }: Job, { speak }: Voice): RichText[] {
  if (steps === undefined) return [];
  const { newest, isDone } = steps;
  return newest.map((step, at) => {
    const isCurrent = at === newest.length - 1 && !isDone && status !== 'completed';
    const text = proseLine(step, MAX_STEP);
    return speak(isCurrent ? 'card-step' : 'card-step-done', { step: text });
  });
}

function factsLine(job: Job, voice: Voice): RichText {
  const { costUsd, budgetUsd, requestsMade: made, maxRequests: max } = job;
  const elapsedMs = Date.parse(job.updatedAt) - Date.parse(job.startedAt);
  const count = job.steps?.count ?? 0;
  return voice.speak('card-facts', {
    steps: count > 1 ? voice.speak('card-steps', { count }) : undefined,
    cost: costText({ costUsd, budgetUsd }, voice),
    requests: requestsText({ made, max }, voice),
    elapsed: elapsedMs >= 1_000 ? durationText(Math.round(elapsedMs / 1_000), voice) : undefined,
    // Without a title the first line is the id.
    job: job.title.trim() === '' ? undefined : idOf(job),
  });
}

function silenceLine({ job, isOver, now }: Omit<Card, 'kind'>, voice: Voice): RichText | undefined {
  const isSilent = now - Date.parse(job.updatedAt) >= SILENT_MS;
  if (isOver || !isSilent || job.status === 'waiting') return undefined;
  const since = new Date(now).toISOString();
  return voice.speak('card-silent', { at: instantSpan(job.updatedAt, since, voice) });
}

function idOf(job: Job): RichText {
  return shortId(isOfFeature(job) ? job.id.replace(FEATURE, '') : job.id);
}

function buttonsOf({ key, job }: Card, { speak }: Voice) {
  const log = { label: speak('card-button-log').text, action: JOB_ACTION.log(key) };
  const mute = { label: speak('card-button-mute').text, action: JOB_ACTION.mute(key) };
  return [isOfFeature(job) ? [mute] : [log, mute]];
}
