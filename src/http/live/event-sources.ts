// Contract: whether the place that live events come from is there.

export interface EventSources {
  isUp(): boolean;
  /** Calls `listener` on every change from now on; the returned function ends it. */
  onChange(listener: (isUp: boolean) => void): () => void;
}
