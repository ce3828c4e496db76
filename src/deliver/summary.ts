// What came to an address while it was left alone: what failed and what still waits, then how things ended. As its
// readers may see it now, since rights may have changed meanwhile.
import type { Approval } from '../approvals/approval.ts';
import type { ApprovalStore } from '../approvals/approval-store.ts';
import type { ChatBook } from '../audience/chat-book.ts';
import type { FileRoute } from '../audience/file-route.ts';
import type { WindowEntry } from '../batch/window.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import type { Notice, TitledEvent } from '../message/notice.ts';
import type { AlertStore } from './alert-store.ts';
import { mayShow, type Place } from './may-show.ts';
import type { OutboxItem, OutboxStore } from './outbox-store.ts';
import type { TitleEvents } from './titled-events.ts';

export interface SummaryDeps {
  readonly approvals: Pick<ApprovalStore, 'get'>;
  readonly store: Pick<OutboxStore, 'open'>;
  readonly journal: Journal;
  readonly titleEvents: TitleEvents;
  readonly alerts: Pick<AlertStore, 'get'>;
  readonly chatBook: Pick<ChatBook, 'audience'>;
  /** From the policy file. */
  readonly routes: readonly FileRoute[];
  readonly now: () => number;
}

type SummaryNotice = Extract<Notice, { kind: 'summary' }>;
type Window = Extract<OutboxItem, { kind: 'window' }>;

/** So many of the newest failures, and of results, are named; a message holds no more. */
const MAX_NAMED = 40;

/** `isIncomplete`: some of its events are gone. */
export async function summarizeHeld(
  { window: { entries, overflow } }: Window,
  place: Place,
  deps: SummaryDeps,
): Promise<{ readonly notice: SummaryNotice | undefined; readonly isIncomplete: boolean }> {
  const newest = newestOf(entries);
  const [found, audience, waiting] = await Promise.all([
    deps.journal.get(newest.map(({ position }) => position)),
    deps.chatBook.audience(),
    openAt(place, deps),
  ]);
  const isIncomplete = found.includes(undefined);
  const shown = found.flatMap((entry, at) => {
    const isShown = entry && mayShow(place, entry.event, { audience, routes: deps.routes });
    return isShown ? [{ entry, isFailure: newest[at]?.weight === 'alert' }] : [];
  });
  const failed = shown.filter(({ isFailure }) => isFailure).map(({ entry }) => entry);
  const states = await Promise.all(failed.map(({ position }) => deps.alerts.get(position)));
  const broken = failed.filter((_, at) => states[at]?.fixedAt === undefined);
  const done = shown.filter(({ isFailure }) => !isFailure).map(({ entry }) => entry);
  const counted = (...marks: string[]) =>
    marks.reduce((sum, mark) => sum + (overflow.get(mark) ?? 0), 0);
  const all = [...overflow.values()].reduce((sum, count) => sum + count, 0);
  const notice = {
    kind: 'summary',
    failures: { count: broken.length + counted('!'), newest: await titled(broken, deps) },
    waiting,
    fixed: failed.length - broken.length,
    results: { count: done.length + counted('='), newest: await titled(done, deps) },
    others: all - counted('!', '=') + entries.length - newest.length,
    now: deps.now(),
  } as const satisfies SummaryNotice;
  return { notice: isEmpty(notice) ? undefined : notice, isIncomplete };
}

/** Of a job, or another thing, only how it stands at last. */
function newestOf(entries: readonly WindowEntry[]): WindowEntry[] {
  const last = new Map(entries.map((entry) => [entry.group, entry]));
  return entries.filter(
    (entry) => !/^(?:job|thing)/.test(entry.group) || last.get(entry.group) === entry,
  );
}

/** Requests that are shown there and not decided yet, those that end first first. */
async function openAt(
  { address }: Place,
  { approvals, store }: Pick<SummaryDeps, 'approvals' | 'store'>,
): Promise<Approval[]> {
  const deadline = ({ request }: Approval) => request.expiresAt ?? '9999';
  const ids = await store.open(address);
  const found = await Promise.all(ids.map((id) => approvals.get(id)));
  return found
    .filter((one) => one !== undefined)
    .filter(({ outcome }) => outcome === undefined)
    .sort((a, b) => (deadline(a) < deadline(b) ? -1 : 1));
}

function titled(
  entries: readonly JournalEntry[],
  { titleEvents }: Pick<SummaryDeps, 'titleEvents'>,
): Promise<readonly TitledEvent[]> {
  return titleEvents(entries.slice(-MAX_NAMED).map(({ event }) => event));
}

function isEmpty({ failures, waiting, fixed, results, others }: SummaryNotice): boolean {
  return failures.count + waiting.length + fixed + results.count + others === 0;
}
