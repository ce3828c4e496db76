// Reports each event that this process has journalled.
import type { CanonicalEvent } from '../event/canonical-event.ts';
import type { Journal } from './journal.ts';

/** Must not throw. */
export type OnEvent = (event: CanonicalEvent) => void;

/** `onEvent` gets each event once, in the order of the journal, and no repeats. */
export function mirrored<T extends { readonly journal: Journal }>(store: T, onEvent?: OnEvent): T {
  if (onEvent === undefined) return store;
  const { journal } = store;
  const append: Journal['append'] = async (batch) => {
    const result = await journal.append(batch);
    if (result.kind === 'appended') {
      batch.candidates.forEach(({ event }, at) => {
        if (result.positions[at] !== undefined) onEvent(event);
      });
    }
    return result;
  };
  return { ...store, journal: { ...journal, append } };
}
