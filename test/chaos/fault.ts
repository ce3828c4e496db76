// What a fault is, and how a seed deals them: several tracks at once, on each one fault after the
// other, every kind of a track before any comes again.
import type { Seeded } from '../helpers/seeded.ts';

export interface Fault {
  /** What it does, with what was drawn: `stays away for 800 ms`. */
  readonly detail: string;
  readonly lengthMs: number;
  /** How much longer its effect lasts by right after `end`: a `retry_after` that has to be waited out. */
  readonly echoMs?: number;
  begin(): unknown;
  end?(): unknown;
}

export interface FaultKind {
  readonly name: string;
  /** Draws one; all chance comes from `random`. */
  draw(random: Seeded): Fault;
}

/** Kinds that never overlap each other. */
export interface Track {
  readonly name: string;
  readonly kinds: readonly FaultKind[];
  /** Pause between two of them. */
  readonly restMs: readonly [min: number, max: number];
}

export interface PlannedFault extends Fault {
  readonly track: string;
  readonly kind: string;
  readonly atMs: number;
}

/** A whole number in the range, its ends included. */
export function between(random: Seeded, [min, max]: readonly [number, number]): number {
  return min + random.below(max - min + 1);
}

export function shuffled<T>(random: Seeded, list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);
}

/** All faults of a track within `overMs`, none of which lasts beyond it. */
export function dealFaults(track: Track, random: Seeded, overMs: number): PlannedFault[] {
  const planned: PlannedFault[] = [];
  let deck: FaultKind[] = [];
  let atMs = between(random, track.restMs);
  while (atMs < overMs) {
    if (deck.length === 0) deck = shuffled(random, track.kinds);
    const kind = deck.pop();
    if (kind === undefined) return planned;
    const fault = kind.draw(random);
    const lengthMs = Math.min(fault.lengthMs, overMs - atMs);
    planned.push({ ...fault, lengthMs, track: track.name, kind: kind.name, atMs });
    atMs += lengthMs + between(random, track.restMs);
  }
  return planned;
}
