// A page of jobs, each with a button that opens it.
import type { Job } from '../../../jobs/job-board.ts';
import { jobKey } from '../../../jobs/job-key.ts';
import { shortId } from '../../../message/locale/voice.ts';
import { DASHBOARD_PAGES, opening } from '../../../message/pages/dashboard-page.ts';
import { fitToMessage } from '../../../message/text/cut.ts';
import { join, styled } from '../../../message/text/rich-text.ts';
import { speakHere } from '../command/place.ts';
import { visibleRequests } from '../command/visibility.ts';
import { browseJobs, type JobsPage } from './browse-jobs.ts';
import { numberedJob } from './job-line.ts';
import type { LookDeps, Looker, LookPage } from './look.ts';
import { type ListRef, sessionName, writeLook } from './look-action.ts';
import { backButton, buttonFor, pageButtons } from './page-buttons.ts';

const PAGE = 6;

/** `headingKey`: instead of the usual heading. */
export async function showJobs(
  { session, page, headingKey = 'look-jobs' }: ListRef & { readonly headingKey?: string },
  looker: Looker,
  deps: LookDeps,
): Promise<LookPage> {
  const { speak } = looker.voice;
  const isWanted = (job: Job) =>
    session === undefined || (job.sessionId !== undefined && sessionName(job) === session);
  const found = await browseJobs({ page, size: PAGE, isWanted }, looker, deps);
  if (found.jobs.length === 0)
    return {
      body: session === undefined ? speakHere('look-no-jobs', looker) : speak('look-session-gone'),
    };
  const heading =
    session === undefined
      ? speak(headingKey)
      : speak('look-session', { id: shortId(found.jobs[0]?.job.sessionId ?? '') });
  const lines = await linesOf(found, looker, deps);
  const body = fitToMessage(join([styled(heading, { type: 'bold' }), ...lines], '\n\n'));
  const opens = opening(DASHBOARD_PAGES.jobs, looker.voice);
  return { body, buttons: buttonsOf(found, session, looker), ...opens };
}

async function linesOf({ jobs }: JobsPage, looker: Looker, deps: LookDeps) {
  const waiting = new Map<string, number>();
  for (const { request } of await visibleRequests(looker, deps)) {
    if (request.jobId === undefined) continue;
    const key = jobKey(request.projectId, request.jobId);
    waiting.set(key, (waiting.get(key) ?? 0) + 1);
  }
  const now = deps.clock.now();
  return jobs.map(({ key, job }, at) =>
    numberedJob(at + 1, { job, waiting: waiting.get(key) ?? 0, now }, looker.voice),
  );
}

function buttonsOf(
  { jobs, page, hasMore }: JobsPage,
  session: string | undefined,
  { voice }: Looker,
) {
  const list = { ...(session === undefined ? {} : { session }), page };
  const open = jobs.flatMap(({ key }, at) =>
    buttonFor(`${at + 1}`, writeLook({ show: 'job', job: key, from: list })),
  );
  const turn = pageButtons({
    page,
    hasMore,
    toData: (to) => writeLook({ show: 'jobs', list: { ...list, page: to } }),
  });
  const back = session === undefined ? [] : backButton(voice, { show: 'sessions', page: 0 });
  return [open, [...back, ...turn]];
}
