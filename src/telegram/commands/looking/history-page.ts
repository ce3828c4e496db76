// A page of the journal, one line an event, in order: of a job, of a project, or of all that may be shown.
import { jobKey } from '../../../jobs/job-key.ts';
import type { EventFilter } from '../../../journal/event-filter.ts';
import type { Position } from '../../../journal/journal.ts';
import { instantSpan, nameOfId, shortId } from '../../../message/locale/voice.ts';
import { proseLine } from '../../../message/markdown/prose-excerpt.ts';
import type { Button } from '../../../message/message.ts';
import type { TitledEvent } from '../../../message/notice.ts';
import { opening, type PagePath, searchPage } from '../../../message/pages/dashboard-page.ts';
import { shownJobPage } from '../../../message/pages/with-opening.ts';
import { digestLine } from '../../../message/render/digest-line.ts';
import { redactTitled } from '../../../message/render/redact-notice.ts';
import { fitToMessage } from '../../../message/text/cut.ts';
import { join, type RichText, styled } from '../../../message/text/rich-text.ts';
import { defined } from '../../../runtime/defined.ts';
import { type IsVisible, visibilityFor } from '../command/visibility.ts';
import { scopeOf, shownJob } from './browse-jobs.ts';
import type { LookDeps, Looker, LookPage } from './look.ts';
import { type HistoryRef, writeLook } from './look-action.ts';
import { backButton, buttonFor } from './page-buttons.ts';

/** Events that one query reads, and that one page reads at most. */
const PART = 100;
const MAX_READ = 2_000;
/** UTF-16 units. */
const MAX_TITLE = 40;

interface Subject {
  readonly filter: EventFilter;
  readonly heading: RichText;
  readonly isWanted: (titled: TitledEvent) => boolean;
  /** What the heading says need not be repeated in each line. */
  readonly names: 'all' | 'title' | 'none';
  readonly page: PagePath | undefined;
}

interface Found {
  readonly position: Position;
  readonly titled: TitledEvent;
}

interface Page {
  /** In the order of the journal. */
  readonly events: readonly Found[];
  readonly older: Position | undefined;
  readonly newer: Position | undefined;
}

/** `undefined` where there is no such job or project, or not one of theirs. */
export async function showHistory(
  history: HistoryRef,
  looker: Looker,
  deps: LookDeps,
): Promise<LookPage | undefined> {
  const isVisible = await visibilityFor(looker, deps);
  const subject = await subjectOf(history, isVisible, { looker, deps });
  if (subject === undefined) return undefined;
  const page = await readPage(history, { ...subject, isVisible }, deps);
  const { voice } = looker;
  const title = styled(voice.speak('look-history', { of: subject.heading }), { type: 'bold' });
  const today = new Date(deps.clock.now()).toISOString();
  const lines = page.events.map(({ titled }) => {
    const shown = redactTitled(titled, deps.redaction);
    return join([instantSpan(shown.event.time, today, voice), ' ', lineOf(shown, subject, looker)]);
  });
  const body = fitToMessage(
    join([title, ...(lines.length === 0 ? [voice.speak('look-history-none')] : lines)], '\n'),
  );
  const opens = opening(subject.page, voice);
  return { body, buttons: buttonsOf(history, page, looker), ...opens };
}

function lineOf({ event, title }: TitledEvent, { names }: Subject, { voice }: Looker): RichText {
  const about = names === 'none' ? {} : defined({ title });
  const isOfOneJob = names === 'none';
  const options = { isUnderHeading: names !== 'all', isShort: true, isOfOneJob };
  return digestLine({ event, ...about }, options, voice);
}

async function subjectOf(
  { of }: HistoryRef,
  isVisible: IsVisible,
  { looker, deps }: { readonly looker: Looker; readonly deps: LookDeps },
): Promise<Subject | undefined> {
  const { speak } = looker.voice;
  switch (of.kind) {
    case 'everything': {
      const { projectIds } = await scopeOf(looker, deps);
      const heading = speak('look-everything');
      const page = searchPage();
      return { filter: defined({ projectIds }), heading, isWanted: () => true, names: 'all', page };
    }
    case 'project': {
      if (!isVisible({ projectId: of.id, visibility: 'public' })) return undefined;
      const shown = deps.redaction.text(of.id);
      return {
        filter: { projectIds: [of.id] },
        heading: nameOfId(shown, MAX_TITLE),
        isWanted: () => true,
        names: 'title',
        page: shown === of.id ? searchPage(of.id) : undefined,
      };
    }
    case 'job': {
      const stored = await deps.jobs.get(of.key);
      if (stored === undefined || !isVisible({ ...stored, jobId: stored.id })) return undefined;
      const { job } = shownJob(stored, looker, deps);
      // An event may name no project: then its project is that of its job.
      const isWanted = ({ event: { projectId, jobId } }: TitledEvent) =>
        jobId !== undefined && jobKey(projectId, jobId) === of.key;
      const heading = job.title.trim() === '' ? shortId(job.id) : proseLine(job.title, MAX_TITLE);
      const page = shownJobPage(stored, deps.redaction);
      return { filter: { jobId: stored.id }, heading, isWanted, names: 'none', page };
    }
  }
}

type Reading = Pick<Subject, 'filter' | 'isWanted'> & { readonly isVisible: IsVisible };

async function readPage(
  { count, at }: Omit<HistoryRef, 'of'>,
  reading: Reading,
  deps: LookDeps,
): Promise<Page> {
  const isNewer = at?.side === 'newer';
  const order = isNewer ? 'asc' : 'desc';
  const { found, isEnd, last } = await collect(
    { order, after: at?.position, count },
    reading,
    deps,
  );
  // The newest page is a whole one.
  if (isNewer && isEnd) return readPage({ count }, reading, deps);
  const events = order === 'asc' ? found : found.toReversed();
  const edges = { first: events[0]?.position ?? last, last: events.at(-1)?.position ?? last };
  return {
    events,
    older: isNewer || !isEnd ? edges.first : undefined,
    newer: at === undefined ? undefined : edges.last,
  };
}

interface Wanted {
  readonly order: 'asc' | 'desc';
  readonly after: Position | undefined;
  readonly count: number;
}

/** `isEnd`: there are no more; `last`: the last that was read. */
async function collect(
  { order, after: start, count }: Wanted,
  { filter, isWanted, isVisible }: Reading,
  { journal, titleEvents }: LookDeps,
) {
  const found: Found[] = [];
  let [after, read] = [start, 0];
  for (;;) {
    const { entries, next } = await journal.query({
      filter,
      order,
      limit: PART,
      ...defined({ after }),
    });
    const titled = await titleEvents(entries.map(({ event }) => event));
    for (const [index, { position }] of entries.entries()) {
      const one = titled[index];
      if (one === undefined || !isVisible(one.event) || !isWanted(one)) continue;
      if (found.length === count) return { found, isEnd: false, last: position };
      found.push({ position, titled: one });
    }
    read += entries.length;
    const last = entries.at(-1)?.position ?? after;
    if (next === undefined) return { found, isEnd: true, last };
    if (read >= MAX_READ) return { found, isEnd: false, last };
    after = next;
  }
}

function buttonsOf(
  { of, count }: HistoryRef,
  { older, newer }: Page,
  { voice }: Looker,
): Button[][] {
  const turn = (label: string, at: HistoryRef['at']) =>
    buttonFor(label, writeLook({ show: 'history', history: { of, count, ...(at && { at }) } }));
  return [
    [
      ...(of.kind === 'job' ? backButton(voice, { show: 'job', job: of.key }) : []),
      ...(older === undefined ? [] : turn('‹', { side: 'older', position: older })),
      ...turn('↻', undefined),
      ...(newer === undefined ? [] : turn('›', { side: 'newer', position: newer })),
    ],
  ];
}
