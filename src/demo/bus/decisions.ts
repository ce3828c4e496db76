// Delivers decisions to the jobs that wait for them. Only the first decision of a request counts.
export interface DemoDecision {
  readonly approvalId: string;
  readonly decision: 'approved' | 'denied' | 'expired';
  /** Name of the person who decided. */
  readonly by?: string;
  /** How it was decided: `telegram`, or `timeout` if nobody did. */
  readonly via?: string;
  readonly reason?: string;
}

export interface Decisions {
  /** Call it before making the request. `undefined` if `signal` was aborted first. */
  next(approvalId: string, signal: AbortSignal): Promise<DemoDecision | undefined>;
  /** Decisions of requests that nobody waits for are ignored. */
  deliver(decision: DemoDecision): void;
}

export function createDecisions(): Decisions {
  const waiting = new Map<string, (decision: DemoDecision | undefined) => void>();
  return {
    next(approvalId, signal) {
      if (signal.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const settle = (decision: DemoDecision | undefined) => {
          waiting.delete(approvalId);
          signal.removeEventListener('abort', onAbort);
          resolve(decision);
        };
        const onAbort = () => settle(undefined);
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.set(approvalId, settle);
      });
    },
    deliver: (decision) => waiting.get(decision.approvalId)?.(decision),
  };
}
