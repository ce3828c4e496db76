// Brings each decision to the job that waits for it. Only the first one of a request counts.
export interface DemoDecision {
  readonly approvalId: string;
  readonly decision: 'approved' | 'denied' | 'expired';
  /** Name of who decided. */
  readonly by?: string;
  /** How it was decided: `telegram`, or `timeout` when nobody did. */
  readonly via?: string;
  readonly reason?: string;
}

export interface Decisions {
  /** To be called before the request is made. `undefined` when `signal` was aborted first. */
  next(approvalId: string, signal: AbortSignal): Promise<DemoDecision | undefined>;
  /** Decisions of requests that nobody waits for are ignored. */
  take(decision: DemoDecision): void;
}

export function createDecisions(): Decisions {
  const waiting = new Map<string, (decision: DemoDecision | undefined) => void>();
  return {
    next(approvalId, signal) {
      if (signal.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const settle = (decision: DemoDecision | undefined) => {
          waiting.delete(approvalId);
          signal.removeEventListener('abort', giveUp);
          resolve(decision);
        };
        const giveUp = () => settle(undefined);
        signal.addEventListener('abort', giveUp, { once: true });
        waiting.set(approvalId, settle);
      });
    },
    take: (decision) => waiting.get(decision.approvalId)?.(decision),
  };
}
