// The state of all components, reported by each and read by /readyz, /health and the watchdog.
import { type Clock, systemClock } from './clock.ts';

/** Something worth knowing about a component, in a form that can be translated. */
export interface Finding {
  /** Stable name; its translations are in the locales under `health-<code>`. */
  readonly code: string;
  readonly args: Readonly<Record<string, string | number>>;
  /** In English, for logs and /readyz; without names of projects and jobs. */
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
  /** Components report their state whenever it changes; a component exists from its first report on. */
  report(component: string, ok: boolean, detail?: string | Finding): void;
  snapshot(): Readonly<Record<string, ComponentHealth>>;
  /** The same with finding and time. */
  states(): Readonly<Record<string, ComponentState>>;
  /** How often a component has reported, changed or not; shows that it is alive. */
  reports(component: string): number;
  /**
   * Calls `listener` whenever this component goes down or comes back; the returned function unsubscribes.
   */
  onChange(component: string, listener: (ok: boolean) => void): () => void;
}

/** The detail of a working component with `count` items set aside; only `text` if there are none. */
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
