// When which fault was there, by the clock of the run, and what it excuses.
import { systemClock } from '../../src/runtime/clock.ts';
import type { PlannedFault } from './fault.ts';

interface Entry {
  readonly fault: PlannedFault;
  readonly fromMs: number;
  toMs?: number;
  problem?: string;
}

export interface Timeline {
  nowMs(): number;
  /** Begins, waits and ends it. What fails about it is noted: the harness must not hide behind it. */
  play(fault: PlannedFault): Promise<void>;
  /** When the last effect of any of them, and the time for faults, was over. */
  readonly calmAtMs: number;
  readonly kinds: ReadonlySet<string>;
  readonly problems: readonly string[];
  /** Whether a message of a channel may be lost then: Redis in trouble, or every replica at once. */
  isTroubled(atMs: number): boolean;
  lines(): string[];
}

const BEFORE_MS = 500;
/** A connection that carries nothing is noticed within 15 s. */
const AFTER_MS: ReadonlyMap<string, number> = new Map([['redis', 6_000]]);
const AFTER_REPLICA_MS = 17_000;

export function createTimeline(overMs: number): Timeline {
  const entries: Entry[] = [];
  const beganAt = systemClock.monotonic();
  const nowMs = () => systemClock.monotonic() - beganAt;

  function isIn(track: string, atMs: number): boolean {
    const afterMs = AFTER_MS.get(track) ?? AFTER_REPLICA_MS;
    return entries.some(({ fault, fromMs, toMs = nowMs() }) => {
      return fault.track === track && atMs > fromMs - BEFORE_MS && atMs < toMs + afterMs;
    });
  }

  return {
    nowMs,
    async play(fault) {
      const early = fault.atMs - nowMs();
      if (early > 0) await systemClock.sleep(early);
      const entry: Entry = { fault, fromMs: nowMs() };
      entries.push(entry);
      try {
        await fault.begin();
        await systemClock.sleep(fault.lengthMs);
        await fault.end?.();
      } catch (error) {
        entry.problem = String(error);
      }
      entry.toMs = nowMs();
    },
    get calmAtMs() {
      return Math.max(overMs, ...entries.map(({ fault, toMs = 0 }) => toMs + (fault.echoMs ?? 0)));
    },
    get kinds() {
      return new Set(entries.map(({ fault }) => fault.kind));
    },
    get problems() {
      return entries.flatMap(({ fault, problem }) =>
        problem === undefined ? [] : [`${fault.kind}: ${problem}`],
      );
    },
    isTroubled: (atMs) =>
      isIn('redis', atMs) || (isIn('replica 0', atMs) && isIn('replica 1', atMs)),
    lines: () => entries.map(describe),
  };
}

const seconds = (ms: number) => (ms / 1_000).toFixed(1).padStart(5);

function describe({ fault, fromMs, toMs, problem }: Entry): string {
  const until = toMs === undefined ? '  …  ' : seconds(toMs);
  const trouble = problem === undefined ? '' : ` [${problem}]`;
  return `${seconds(fromMs)}–${until} s  ${fault.kind}: ${fault.detail}${trouble}`;
}
