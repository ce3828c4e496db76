// Decides which events of a window are shown and which are only counted. Pure. Each event is exactly one of the two.
import type { Position } from '../journal/journal.ts';
import { defined } from '../runtime/defined.ts';
import type { Window, WindowEntry } from './window.ts';

/** Newest events shown per group. */
const NEWEST = 5;
/** Newest alerts shown per group, even if they are older than those. */
const ALERTS = 20;
const GROUPS = 20;

export interface DigestPlanGroup {
  /** `S12` of `session:S12`; empty for events that belong to nothing. */
  readonly label: string;
  /** The events shown, in journal order. */
  readonly positions: readonly Position[];
  /** How many events of the group are only counted. */
  readonly more: number;
}

export interface DigestPlan {
  /** Set if there is only one event; `groups` has it too. */
  readonly single?: Position;
  /** In the order of their first entry. */
  readonly groups: readonly DigestPlanGroup[];
  /** Further groups, and the events in them. */
  readonly moreGroups: number;
  readonly moreEvents: number;
  /** Whether anything in the window is an alert. */
  readonly alert: boolean;
}

interface EntryGroup {
  readonly label: string;
  readonly entries: WindowEntry[];
  overflow: number;
}

export function planDigest({ entries, overflow }: Window): DigestPlan {
  const all = groupEntries(entries, overflow);
  const kept = chooseGroups(all);
  const left = all.filter((group) => !kept.has(group));
  const [only] = entries;
  const isSingle = entries.length === 1 && all.every((group) => group.overflow === 0);
  return {
    ...defined({ single: isSingle ? only?.position : undefined }),
    groups: all.filter((group) => kept.has(group)).map(planGroup),
    moreGroups: left.length,
    moreEvents: left.reduce((sum, group) => sum + group.entries.length + group.overflow, 0),
    alert: entries.some((entry) => entry.weight === 'alert'),
  };
}

/** Groups in the order of their first entry; those with only a count come last. */
function groupEntries(entries: readonly WindowEntry[], overflow: Window['overflow']): EntryGroup[] {
  const groups = new Map<string, EntryGroup>();
  const groupOf = (key: string): EntryGroup => {
    const label = key.slice(key.indexOf(':') + 1);
    const group = groups.get(key) ?? { label, entries: [], overflow: 0 };
    groups.set(key, group);
    return group;
  };
  for (const entry of entries) groupOf(entry.group).entries.push(entry);
  for (const [key, count] of overflow) if (count > 0) groupOf(key).overflow += count;
  return [...groups.values()];
}

/** Those with alerts first, so that none is omitted in favour of news. */
function chooseGroups(all: readonly EntryGroup[]): ReadonlySet<EntryGroup> {
  const loud = all.filter((group) => group.entries.some((entry) => entry.weight === 'alert'));
  return new Set([...new Set([...loud, ...all])].slice(0, GROUPS));
}

function planGroup({ label, entries, overflow }: EntryGroup): DigestPlanGroup {
  const shown = new Set([
    ...entries.slice(-NEWEST),
    ...entries.filter((entry) => entry.weight === 'alert').slice(-ALERTS),
  ]);
  return {
    label,
    positions: entries.filter((entry) => shown.has(entry)).map((entry) => entry.position),
    more: entries.length - shown.size + overflow,
  };
}
