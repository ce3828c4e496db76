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
}

export function createHealth(): Health {
  const components = new Map<string, ComponentHealth>();
  return {
    report(component, ok, detail = '') {
      components.set(component, { ok, detail });
    },
    snapshot: () => Object.fromEntries(components),
  };
}
