// Whether events get from the journal to the chats. A shrinking backlog is work, not a fault; what matters is that
// the position moves.
import type { SystemState } from '../runtime/system-state.ts';
import { FINE, failing, noteworthy, seconds, type Verdict } from './verdict.ts';

/** After so long without progress, routing has stalled. */
const MAX_STALLED_MS = 10_000;
/** From then on routing is reported as behind. */
const BEHIND_MS = 15_000;
/** How long it may be behind while it makes progress. */
const MAX_BEHIND_MS = 300_000;

export interface RoutingJudge {
  /** `elapsedMs`: time since the last call during which this process was running. */
  judge(routing: SystemState['routing'], elapsedMs: number): Verdict;
  /** For how long there has been work and no progress. */
  readonly stillMs: number;
}

export function createRoutingJudge(): RoutingJudge {
  let last: string | undefined;
  let stillMs = 0;
  let behindMs = 0;

  return {
    get stillMs() {
      return stillMs;
    },
    judge({ routed, waitingMs }, elapsedMs) {
      if (waitingMs === undefined) {
        last = undefined;
        stillMs = 0;
        behindMs = 0;
        return FINE;
      }
      stillMs = routed === last ? stillMs + elapsedMs : 0;
      behindMs = waitingMs >= BEHIND_MS ? behindMs + elapsedMs : 0;
      last = routed;
      return verdictOf({ waitingMs, stillMs, behindMs });
    },
  };
}

interface Delay {
  readonly waitingMs: number;
  readonly stillMs: number;
  readonly behindMs: number;
}

function verdictOf({ waitingMs, stillMs, behindMs }: Delay): Verdict {
  const args = { seconds: seconds(waitingMs) };
  if (stillMs >= MAX_STALLED_MS) {
    const text = `nothing is routed: the oldest event has waited for ${args.seconds} s`;
    return failing({ code: 'routing-still', args, text });
  }
  if (waitingMs < BEHIND_MS) return FINE;
  const finding = { code: 'routing-behind', args, text: `behind by ${args.seconds} s` };
  return behindMs >= MAX_BEHIND_MS ? failing(finding) : noteworthy(finding);
}
