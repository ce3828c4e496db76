// What works and what does not, told by each part and read by /readyz.

export interface ComponentHealth {
  readonly ok: boolean;
  /** For people, without secrets: what is wrong and since when. */
  readonly detail: string;
}

export interface Health {
  /** Parts tell their state whenever it changes; an unknown part counts as soon as it spoke. */
  report(component: string, ok: boolean, detail?: string): void;
  snapshot(): Readonly<Record<string, ComponentHealth>>;
  /**
   * Calls `listener` whenever this component goes down or comes back; the returned function ends it.
   */
  onChange(component: string, listener: (ok: boolean) => void): () => void;
}

export function createHealth(): Health {
  const components = new Map<string, ComponentHealth>();
  const listeners = new Set<(component: string, ok: boolean) => void>();
  return {
    report(component, ok, detail = '') {
      const before = components.get(component)?.ok;
      components.set(component, { ok, detail });
      if (before === ok) return;
      for (const listener of [...listeners]) listener(component, ok);
    },
    onChange(component, listener) {
      const own = (changed: string, ok: boolean) => {
        if (changed === component) listener(ok);
      };
      listeners.add(own);
      return () => listeners.delete(own);
    },
    snapshot: () => Object.fromEntries(components),
  };
}
