// Tries a dead letter again: after the program learned to read it, or its sender asked for it.
import { ALL_DIALECTS } from '../dialects/all-dialects.ts';
import { originOf } from '../dialects/sources.ts';
import type { DeadLetters, Journal } from '../journal/journal.ts';
import type { Redaction } from '../redact/redaction.ts';
import { type Decode, decodeAll } from './decode-all.ts';

export type Exhumed =
  /** It is in the journal (or was before), and no dead letter any more. */
  | { readonly kind: 'journalled'; readonly eventId: string | undefined }
  /** It stays where it is; the reason is for people. */
  | { readonly kind: 'still_dead'; readonly reason: string }
  | { readonly kind: 'unknown' };

/** By the id of the dead letter. */
export type Exhume = (id: string) => Promise<Exhumed>;

interface Deps {
  readonly deadLetters: DeadLetters;
  readonly decode: Decode;
  readonly journal: Pick<Journal, 'append'>;
  readonly now: () => number;
}

export function createExhume({ deadLetters, decode, journal, now }: Deps): Exhume {
  return async (id) => {
    const letter = await deadLetters.get(id);
    if (letter === undefined) return { kind: 'unknown' };
    const { source, entryId, raw: text } = letter;
    const origin = originOf(source, ALL_DIALECTS);
    if (origin === undefined) {
      return { kind: 'still_dead', reason: `No dialect is spoken on ${source}.` };
    }
    const { dialect, about } = origin;
    // An entry's id begins with the instant at which it came into its stream.
    const arrivedAt = Number(/^(\d{13})-\d+$/.exec(entryId)?.[1] ?? now());
    const message = { dialect: dialect.name, text, source, entryId, arrivedAt, about };
    const { candidates, failures } = decodeAll([message], decode);
    const [failure] = failures;
    if (failure !== undefined) return { kind: 'still_dead', reason: failure.reason };
    await journal.append({ candidates, deadLetters: [] });
    await deadLetters.drop(id);
    return { kind: 'journalled', eventId: candidates[0]?.event.id };
  };
}

/** For those who show why a letter stays dead. */
export function redactedExhume(exhume: Exhume, redaction: Redaction): Exhume {
  return async (id) => {
    const exhumed = await exhume(id);
    if (exhumed.kind !== 'still_dead') return exhumed;
    return { ...exhumed, reason: redaction.text(exhumed.reason) };
  };
}
