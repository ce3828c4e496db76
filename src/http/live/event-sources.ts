// Contract: whether the source of live events is up.

export interface EventSources {
  isUp(): boolean;
  /** Calls `listener` on every change from now on; the returned function unsubscribes. */
  onChange(listener: (isUp: boolean) => void): () => void;
}
