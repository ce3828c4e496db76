// Failures as their readers see them: the event, its job, the end of its log, and what became of it.
import type { ChatBook } from '../audience/chat-book.ts';
import type { FileRoute } from '../audience/file-route.ts';
import type { CanonicalEvent } from '../event/canonical-event.ts';
import { type JobBoard, jobFor } from '../jobs/job-board.ts';
import { jobKey } from '../jobs/job-key.ts';
import type { Journal, JournalEntry, Position } from '../journal/journal.ts';
import type { Notice } from '../message/notice.ts';
import { defined } from '../runtime/defined.ts';
import type { AlertStore } from './alert-store.ts';
import { mayShow, type Place } from './may-show.ts';
import type { TitleEvents } from './titled-events.ts';

type AlertNotice = Extract<Notice, { kind: 'alert' }>;

/** The newest lines of a job's log that may be shown there; none if there is no log. Never fails. */
export type LastLines = (
  job: Pick<CanonicalEvent, 'projectId'> & { readonly jobId: string },
  place: Place,
) => Promise<readonly string[]>;

interface Deps {
  readonly alerts: Pick<AlertStore, 'get'>;
  readonly board: Pick<JobBoard, 'get'>;
  readonly titleEvents: TitleEvents;
  readonly lastLines: LastLines;
  readonly journal: Pick<Journal, 'get'>;
}

interface ShowDeps {
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
}

export async function alertOf(
  { position, event }: JournalEntry,
  place: Place,
  deps: Deps & ShowDeps,
): Promise<AlertNotice> {
  const [[titled = { event }], { parts: positions, partOf: _, ...state }, job, log] =
    await Promise.all([
      deps.titleEvents([event]),
      deps.alerts.get(position),
      jobOf(event, deps),
      linesOf(event, place, deps),
    ]);
  const parts = await partsOf(positions, place, deps);
  return { kind: 'alert', ...titled, parts, position, state, log, ...defined({ job }) };
}

async function linesOf(
  { jobId, projectId }: CanonicalEvent,
  place: Place,
  { lastLines }: Pick<Deps, 'lastLines'>,
): Promise<readonly string[]> {
  return jobId === undefined ? [] : lastLines({ jobId, ...defined({ projectId }) }, place);
}

/** What else its message reports: what is no longer kept, or not for these readers, is left out. */
async function partsOf(
  positions: readonly Position[] | undefined,
  place: Place,
  deps: Pick<Deps, 'journal'> & ShowDeps,
): Promise<CanonicalEvent[]> {
  if (positions === undefined) return [];
  const kept = (await deps.journal.get(positions)).filter((entry) => entry !== undefined);
  const areShown = await Promise.all(kept.map(({ event }) => mayShowAlert(event, place, deps)));
  return kept.filter((_, at) => areShown[at]).map(({ event }) => event);
}

/** Without those that the message of another one reports. */
export async function withoutParts(
  entries: readonly JournalEntry[],
  { alerts }: Pick<Deps, 'alerts'>,
): Promise<JournalEntry[]> {
  const positions = new Set(entries.map(({ position }) => position));
  const states = await Promise.all(entries.map(({ position }) => alerts.get(position)));
  return entries.filter((_, at) => !positions.has(states[at]?.partOf ?? ''));
}

/** As readers of the event see it. */
async function jobOf(event: CanonicalEvent, { board }: Pick<Deps, 'board'>) {
  if (event.jobId === undefined) return undefined;
  const key = jobKey(event.projectId, event.jobId);
  const job = await board.get(key);
  const seen = job && jobFor(job, event.visibility === 'internal');
  if (seen === undefined || (seen.visibility === 'internal' && event.visibility === 'public'))
    return undefined;
  return { key, ...seen };
}

/** Whether a failure that was reported there may still be shown. */
export async function mayShowAlert(
  event: CanonicalEvent,
  place: Place,
  { chatBook, routes }: ShowDeps,
): Promise<boolean> {
  return mayShow(place, event, { audience: await chatBook.audience(), routes });
}
