// Decides which events of a window are shown and which are only counted, before any of them is read. Pure. Each event
// is exactly one of the two.
import type { Position } from '../journal/journal.ts';
import { defined } from '../runtime/defined.ts';
import type { Window, WindowEntry } from './window.ts';

/** What fits into the messages of a digest; what goes beyond is not even read. */
const MAX_EVENTS = 300;
/** Newest events shown of a session or project; of a job, only the newest is. */
const NEWEST = 5;
/** Newest alerts and results shown of a group, even if they are older than those. */
const ALERTS = 20;
const RESULTS = 20;
const RESULTS_OF_JOB = 3;

export interface DigestPlanGroup {
  /** The events shown, in journal order. */
  readonly positions: readonly Position[];
  /** How many events of the group are only counted. */
  readonly more: number;
}

export interface DigestPlan {
  /** Set if there is only one event; `groups` has it too. */
  readonly single?: Position;
  /** The most important first; else in the order of their first entry. */
  readonly groups: readonly DigestPlanGroup[];
  /** Events of further groups. */
  readonly moreEvents: number;
  /** Whether anything in the window is an alert. */
  readonly alert: boolean;
}

interface EntryGroup {
  /** `job`, `thing`, `session`, `project`; empty for what belongs to nothing. */
  readonly kind: string;
  readonly entries: WindowEntry[];
  overflow: number;
}

export function planDigest({ entries, overflow }: Window): DigestPlan {
  const all = groupEntries(entries, overflow);
  const groups: DigestPlanGroup[] = [];
  let [left, moreEvents] = [MAX_EVENTS, 0];
  for (const group of all.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const shown = shownOf(group).slice(0, left);
    const more = group.entries.length - shown.length + group.overflow;
    left -= shown.length;
    if (shown.length === 0) moreEvents += more;
    else groups.push({ positions: inOrder(group, shown), more });
  }
  const [only] = entries;
  const isSingle = entries.length === 1 && all.every((group) => group.overflow === 0);
  return {
    ...defined({ single: isSingle ? only?.position : undefined }),
    groups,
    moreEvents,
    alert: entries.some((entry) => entry.weight === 'alert'),
  };
}

/** Groups in the order of their first entry; those with only a count come last. */
function groupEntries(entries: readonly WindowEntry[], overflow: Window['overflow']): EntryGroup[] {
  const groups = new Map<string, EntryGroup>();
  const groupOf = (key: string): EntryGroup => {
    const kind = /^[a-z]*/.exec(key)?.[0] ?? '';
    const group = groups.get(key) ?? { kind, entries: [], overflow: 0 };
    groups.set(key, group);
    return group;
  };
  for (const entry of entries) groupOf(entry.group).entries.push(entry);
  for (const [key, count] of overflow) if (count > 0) groupOf(key).overflow += count;
  return [...groups.values()];
}

const KINDS: Readonly<Record<string, number>> = { job: 2, thing: 2, session: 3, project: 4 };

/** Failures and results first, then what runs, then news of sessions and projects, then what belongs to nothing. */
function rankOf({ kind, entries }: EntryGroup): number {
  if (entries.some(({ weight }) => weight === 'alert')) return 0;
  if (entries.some(({ weight }) => weight === 'result')) return 1;
  return KINDS[kind] ?? 5;
}

/** The most important first. */
function shownOf({ kind, entries }: EntryGroup): WindowEntry[] {
  const isOne = kind === 'job' || kind === 'thing';
  const newest = (weight: WindowEntry['weight'], count: number) =>
    entries.filter((entry) => entry.weight === weight).slice(-count);
  return [
    ...new Set([
      ...newest('alert', ALERTS),
      ...newest('result', isOne ? RESULTS_OF_JOB : RESULTS),
      ...entries.slice(isOne ? -1 : -NEWEST),
    ]),
  ];
}

function inOrder({ entries }: EntryGroup, shown: readonly WindowEntry[]): Position[] {
  const chosen = new Set(shown);
  return entries.filter((entry) => chosen.has(entry)).map((entry) => entry.position);
}
