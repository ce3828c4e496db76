// The flow, with what it fails on left out: one event must not hold up all that come behind it.
import { messageOf } from './errors.ts';
import { flow, type StepInput } from './flow.ts';
import type { Effect } from './flow-store.ts';
import type { JournalEntry } from './journal/journal.ts';

export interface SafeFlow {
  readonly effects: readonly Effect[];
  readonly failed: readonly { readonly entry: JournalEntry; readonly reason: string }[];
}

/** Throws only what the entries cause together, though none of them does alone. */
export function flowSafely(input: StepInput, run: typeof flow = flow): SafeFlow {
  try {
    return { effects: run(input), failed: [] };
  } catch {
    const failed = input.entries.flatMap((entry) => {
      const reason = failureOf(() => run({ ...input, entries: [entry] }));
      return reason === undefined ? [] : [{ entry, reason }];
    });
    const bad = new Set(failed.map(({ entry }) => entry));
    const entries = input.entries.filter((entry) => !bad.has(entry));
    return { effects: run({ ...input, entries }), failed };
  }
}

/** It is pure, so another try would fail alike. */
function failureOf(task: () => unknown): string | undefined {
  try {
    task();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
