// What works and what does not, told by each part and read by /readyz, /health and the watchdog.
import { type Clock, systemClock } from './clock.ts';

/** Something worth knowing of a part, in a form that each reader can put into words. */
export interface Finding {
  /** Stable name; texts for people are in the locales under `health-<code>`. */
  readonly code: string;
  readonly args: Readonly<Record<string, string | number>>;
  /** In English, for machines' readers; without names of projects and jobs. */
  readonly text: string;
}

export interface ComponentHealth {
  readonly ok: boolean;
  /** For people, without secrets: what is wrong and since when. */
  readonly detail: string;
}

export interface ComponentState extends ComponentHealth {
  readonly finding?: Finding;
  /** Epoch milliseconds: since when it has been up or down. */
  readonly since: number;
}

export interface Health {
  /** Parts tell their state whenever it changes; an unknown part counts as soon as it spoke. */
  report(component: string, ok: boolean, detail?: string | Finding): void;
  snapshot(): Readonly<Record<string, ComponentHealth>>;
  /** The same with what is known beside. */
  states(): Readonly<Record<string, ComponentState>>;
  /** How often a component has reported, changed or not: a sign of life. */
  reports(component: string): number;
  /**
   * Calls `listener` whenever this component goes down or comes back; the returned function ends it.
   */
  onChange(component: string, listener: (ok: boolean) => void): () => void;
}

/** How a part that works, but for some of its streams, files or events, reports these; none: `text` alone. */
export function setAside(
  code: 'source-aside' | 'follower-aside' | 'stored-unreadable',
  count: number,
  text: string,
): string | Finding {
  return count === 0 ? text : { code, args: { count }, text };
}

export function createHealth(clock: Pick<Clock, 'now'> = systemClock): Health {
  const components = new Map<string, ComponentState>();
  const counts = new Map<string, number>();
  const listeners = new Set<(component: string, ok: boolean) => void>();
  return {
    report(component, ok, detail = '') {
      const before = components.get(component);
      const since = before?.ok === ok ? before.since : clock.now();
      const said =
        typeof detail === 'string' ? { detail } : { detail: detail.text, finding: detail };
      components.set(component, { ok, since, ...said });
      counts.set(component, (counts.get(component) ?? 0) + 1);
      if (before?.ok === ok) return;
      for (const listener of [...listeners]) listener(component, ok);
    },
    onChange(component, listener) {
      const own = (changed: string, ok: boolean) => {
        if (changed === component) listener(ok);
      };
      listeners.add(own);
      return () => listeners.delete(own);
    },
    snapshot: () =>
      Object.fromEntries([...components].map(([name, { ok, detail }]) => [name, { ok, detail }])),
    states: () => Object.fromEntries(components),
    reports: (component) => counts.get(component) ?? 0,
  };
}
