// One job in full, with buttons for its log, its history and more.
import { settingsOf } from '../../../audience/address-settings.ts';
import { isJobMuted, jobCalled } from '../../../audience/quiet/muted-jobs.ts';
import { hasEnded, type Job } from '../../../jobs/job-board.ts';
import { jobKey } from '../../../jobs/job-key.ts';
import { timeText } from '../../../message/approvals/approval-deadline.ts';
import { subjectText } from '../../../message/approvals/approval-subject.ts';
import { instantSpan, shortId } from '../../../message/locale/voice.ts';
import { proseExcerpt } from '../../../message/markdown/prose-excerpt.ts';
import type { Button } from '../../../message/message.ts';
import { JOB_ACTION } from '../../../message/notice.ts';
import { opening } from '../../../message/pages/dashboard-page.ts';
import { shownJobPage } from '../../../message/pages/with-opening.ts';
import { cardLines } from '../../../message/render/render-card.ts';
import { fitToMessage } from '../../../message/text/cut.ts';
import { join, type RichText } from '../../../message/text/rich-text.ts';
import { visibilityFor, visibleRequests } from '../command/visibility.ts';
import { type ShownJob, shownJob } from './browse-jobs.ts';
import { isSilent } from './job-line.ts';
import type { LookDeps, Looker, LookPage } from './look.ts';
import { type LookAction, writeLook } from './look-action.ts';
import { backButton, buttonFor } from './page-buttons.ts';

type OpenJob = Omit<Extract<LookAction, { show: 'job' }>, 'show'>;

/** Events on a page of the history that the button opens. */
const HISTORY_COUNT = 15;
const MAX_REQUESTS = 3;
/** UTF-16 units. */
const MAX_ACTION = 60;
const MAX_TITLE = 600;
/** Longer ones are cut in the first line. */
const SHORT_TITLE = 60;

/** `undefined` for a job that is not there, or not theirs to see. */
export async function showJob(
  { job: key, from }: OpenJob,
  looker: Looker,
  deps: LookDeps,
): Promise<LookPage | undefined> {
  const [stored, isVisible] = await Promise.all([deps.jobs.get(key), visibilityFor(looker, deps)]);
  if (stored === undefined || !isVisible({ ...stored, jobId: stored.id })) return undefined;
  const shown = shownJob(stored, looker, deps);
  const [now, isOver] = [deps.clock.now(), hasEnded(shown.job)];
  const lines = [
    ...cardLines({ ...shown, job: upToNow(shown.job, now), isOver, now }, looker.voice),
    ...titleLines(shown),
    timesLine(shown, looker, deps),
    ...(await requestLines(shown, looker, deps)),
  ];
  const shownLines = lines.filter(({ text }) => text !== '');
  const buttons = await buttonsOf({ id: stored.id, shown, from }, looker, deps);
  const opens = opening(shownJobPage(stored, deps.redaction), looker.voice);
  return { body: fitToMessage(join(shownLines, '\n')), buttons, ...opens };
}

/** The time that it takes goes on while it waits. One that lost contact shows since when. */
function upToNow(job: Job, now: number): Job {
  const goesOn = !hasEnded(job) && !isSilent({ job, now });
  return goesOn ? { ...job, updatedAt: new Date(now).toISOString() } : job;
}

/** Where the first line has only its beginning. */
function titleLines({ job: { title } }: ShownJob): RichText[] {
  return title.length > SHORT_TITLE ? [proseExcerpt(title, MAX_TITLE)] : [];
}

function timesLine({ job }: ShownJob, { voice }: Looker, { clock }: LookDeps): RichText {
  const today = new Date(clock.now()).toISOString();
  const { sessionId, startedAt, updatedAt } = job;
  return voice.speak(hasEnded(job) ? 'look-times-ended' : 'look-times', {
    session: sessionId === undefined ? undefined : shortId(sessionId),
    started: instantSpan(startedAt, today, voice),
    updated: instantSpan(updatedAt, today, voice),
  });
}

async function requestLines(
  { key }: ShownJob,
  looker: Looker,
  deps: LookDeps,
): Promise<RichText[]> {
  const { voice } = looker;
  const pending = (await visibleRequests(looker, deps)).filter(
    ({ request: { projectId, jobId } }) => jobId !== undefined && jobKey(projectId, jobId) === key,
  );
  if (pending.length === 0) return [];
  const now = deps.clock.now();
  const count = pending.length - MAX_REQUESTS;
  return [
    ...pending.slice(0, MAX_REQUESTS).map(({ request }) => {
      const { expiresAt } = request;
      const leftMs = expiresAt === undefined ? undefined : Math.max(0, Date.parse(expiresAt) - now);
      return voice.speak('look-request', {
        action: subjectText(request, voice, MAX_ACTION),
        left: leftMs === undefined ? undefined : timeText(leftMs, voice),
      });
    }),
    ...(count > 0 ? [voice.speak('reply-more', { count })] : []),
    voice.speak('look-requests-how'),
  ];
}

interface OnPage {
  /** Of the job, as it is stored. */
  readonly id: string;
  readonly shown: ShownJob;
  readonly from: OpenJob['from'];
}

async function buttonsOf({ id, shown, from }: OnPage, looker: Looker, deps: LookDeps) {
  const { key, job } = shown;
  const { speak } = looker.voice;
  const label = (name: string) => speak(name).text;
  const page = { show: 'job', job: key, ...(from && { from }) } as const;
  const history = { of: { kind: 'job', key }, count: HISTORY_COUNT } as const;
  const names = [key, jobCalled(id)];
  const isMuted = isJobMuted(settingsOf(looker.chat, looker.address), names, deps.clock.now());
  const mute = {
    label: label(isMuted ? 'look-button-unmute' : 'card-button-mute'),
    action: JOB_ACTION.mute(key),
  };
  const rows: Button[][] = [
    [
      ...(await logButton(page, looker, deps)),
      ...buttonFor(label('look-button-history'), writeLook({ show: 'history', history })),
    ],
    [
      ...(from === undefined ? [] : backButton(looker.voice, { show: 'jobs', list: from })),
      ...buttonFor('↻', writeLook(page)),
      ...(hasEnded(job) ? [] : [mute]),
    ],
  ];
  return rows;
}

/** Opens the log, or ends it where it runs here. */
async function logButton(
  page: Extract<LookAction, { show: 'job' }>,
  looker: Looker,
  deps: LookDeps,
): Promise<Button[]> {
  const { speak } = looker.voice;
  const running = await deps.tails.running(looker.address);
  if (!running.some(({ projectId, jobId }) => jobKey(projectId, jobId) === page.job)) {
    return [{ label: speak('card-button-log').text, action: JOB_ACTION.log(page.job) }];
  }
  return buttonFor(speak('look-button-stop').text, writeLook({ ...page, stops: true }));
}
