// What of a window is shown and what is only counted. Pure. Each gathered event is one or the other,
// never both and never neither.
import type { Position } from '../journal/journal.ts';
import { defined } from '../runtime/defined.ts';
import type { Window, WindowEntry } from './window.ts';

/** Newest events shown of each group. */
const NEWEST = 5;
/** Newest alerts shown of each group, also when they are older than those. */
const ALERTS = 20;
const GROUPS = 20;

export interface DigestPlanGroup {
  /** `S12` of `session:S12`; empty for what belongs to nothing. */
  readonly label: string;
  /** What is shown, in journal order. */
  readonly positions: readonly Position[];
  /** How many of the group are not shown. */
  readonly more: number;
}

export interface DigestPlan {
  /** The only event there is; `groups` holds it too. */
  readonly single?: Position;
  /** In the order of their first entry. */
  readonly groups: readonly DigestPlanGroup[];
  /** Groups beyond those, and the events in them. */
  readonly moreGroups: number;
  readonly moreEvents: number;
  /** Whether anything in the window is an alert. */
  readonly alert: boolean;
}

interface Gathered {
  readonly label: string;
  readonly entries: WindowEntry[];
  overflow: number;
}

export function planDigest({ entries, overflow }: Window): DigestPlan {
  const all = gather(entries, overflow);
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

/** Groups in the order of their first entry; those of which only a count is left come last. */
function gather(entries: readonly WindowEntry[], overflow: Window['overflow']): Gathered[] {
  const groups = new Map<string, Gathered>();
  const groupOf = (key: string): Gathered => {
    const label = key.slice(key.indexOf(':') + 1);
    const group = groups.get(key) ?? { label, entries: [], overflow: 0 };
    groups.set(key, group);
    return group;
  };
  for (const entry of entries) groupOf(entry.group).entries.push(entry);
  for (const [key, count] of overflow) if (count > 0) groupOf(key).overflow += count;
  return [...groups.values()];
}

/** Those with alerts first, so that none of them is left out for mere news. */
function chooseGroups(all: readonly Gathered[]): ReadonlySet<Gathered> {
  const loud = all.filter((group) => group.entries.some((entry) => entry.weight === 'alert'));
  return new Set([...new Set([...loud, ...all])].slice(0, GROUPS));
}

function planGroup({ label, entries, overflow }: Gathered): DigestPlanGroup {
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
