// Pages of sessions with what runs in them, each with a button that lists its jobs.
import { hasEnded } from '../../../jobs/job-board.ts';
import { nameOfId, shortId } from '../../../message/locale/voice.ts';
import { fitToMessage } from '../../../message/text/cut.ts';
import { join, type RichText, styled } from '../../../message/text/rich-text.ts';
import { jobsFor, type ShownJob, shownJob } from './browse-jobs.ts';
import { changedText, jobHeading } from './job-line.ts';
import type { LookDeps, Looker, LookPage } from './look.ts';
import { sessionName, writeLook } from './look-action.ts';
import { buttonFor, pageButtons } from './page-buttons.ts';

interface Session {
  readonly name: string;
  readonly id: string;
  readonly projectId: string | undefined;
  /** Of those that are read, the newest change first. */
  readonly jobs: ShownJob[];
}

const PAGE = 4;
/** Sessions that are collected at most. */
const MAX_SESSIONS = 200;
const MAX_RUNNING = 3;
const MAX_PROJECT = 24;

export async function showSessions(
  page: number,
  looker: Looker,
  deps: LookDeps,
): Promise<LookPage> {
  const { voice } = looker;
  const all = await sessionsFor(looker, deps);
  if (all.length === 0) return { body: voice.speak('look-no-sessions') };
  const last = Math.ceil(all.length / PAGE) - 1;
  const shownPage = Math.min(page, last);
  const shown = all.slice(shownPage * PAGE, (shownPage + 1) * PAGE);
  const now = deps.clock.now();
  const lines = shown.map((one, at) => sessionText(at + 1, { ...one, now }, looker));
  const body = fitToMessage(
    join([styled(voice.speak('look-sessions'), { type: 'bold' }), ...lines], '\n\n'),
  );
  const open = shown.flatMap(({ name }, at) =>
    buttonFor(`${at + 1}`, writeLook({ show: 'jobs', list: { session: name, page: 0 } })),
  );
  const toData = (to: number) => writeLook({ show: 'sessions', page: to });
  return {
    body,
    buttons: [open, pageButtons({ page: shownPage, hasMore: shownPage < last, toData })],
  };
}

/** What runs comes first, as in the list of jobs. */
async function sessionsFor(looker: Looker, deps: LookDeps): Promise<Session[]> {
  const sessions = new Map<string, Session>();
  for await (const job of jobsFor(looker, deps)) {
    if (job.sessionId === undefined) continue;
    const name = sessionName(job);
    const known = sessions.get(name);
    if (known === undefined && sessions.size >= MAX_SESSIONS) continue;
    const shown = shownJob(job, looker, deps);
    if (known !== undefined) known.jobs.push(shown);
    else {
      const { sessionId: id = '', projectId } = shown.job;
      sessions.set(name, { name, id, projectId, jobs: [shown] });
    }
  }
  return [...sessions.values()];
}

function sessionText(
  number: number,
  { id, projectId, jobs, now }: Session & { readonly now: number },
  { voice }: Looker,
): RichText {
  const running = jobs.filter(({ job }) => !hasEnded(job));
  const newest = jobs.reduce((one, other) =>
    other.job.updatedAt > one.job.updatedAt ? other : one,
  );
  const heading = voice.speak('look-session-line', {
    id: shortId(id),
    project: projectId === undefined ? undefined : nameOfId(projectId, MAX_PROJECT),
  });
  const facts = voice.speak('look-session-facts', {
    running: running.length,
    jobs: jobs.length,
    ago: changedText(newest.job, now, voice),
  });
  const lines = running.slice(0, MAX_RUNNING).map(({ job }) => jobHeading(job, voice));
  const count = running.length - MAX_RUNNING;
  const more = count > 0 ? [voice.speak('reply-more', { count })] : [];
  return join([join([`${number}. `, heading]), facts, ...lines, ...more], '\n');
}
