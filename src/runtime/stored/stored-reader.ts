// Reads stored values and skips unreadable ones, so that all others go on: each is logged once, and counted on /readyz
// until it is readable again.
import { JobwireError } from '../errors.ts';
import { type Health, setAside } from '../health.ts';
import type { Logger } from '../logger.ts';
import type { Decoder, StoredAt } from './decoder.ts';

export interface StoredReader {
  /** `undefined` for an unreadable value. */
  read<T>(decode: Decoder<T>, text: string, at: StoredAt): T | undefined;
}

interface Deps {
  readonly log?: Pick<Logger, 'error'>;
  readonly health?: Pick<Health, 'report'>;
}

/** Further ones are skipped as well, but neither logged nor counted. */
const MAX_KNOWN = 1_000;

export function createStoredReader({ log, health }: Deps = {}): StoredReader {
  const known = new Set<string>();

  function report(): void {
    const count = known.size;
    const values = count === 1 ? '1 stored value' : `${count} stored values`;
    const text = count === 0 ? '' : `${values} can't be read; the others go on`;
    health?.report('stored', true, setAside('stored-unreadable', count, text));
  }

  return {
    read(decode, text, at) {
      const place = `${at.key} ${at.field ?? ''}`;
      try {
        const value = decode(text, at);
        if (known.size > 0 && known.delete(place)) report();
        return value;
      } catch (error) {
        if (!(error instanceof JobwireError)) throw error;
        if (known.has(place) || known.size >= MAX_KNOWN) return undefined;
        known.add(place);
        log?.error({ ...error.details, reason: error.message }, 'stored_unreadable');
        report();
        return undefined;
      }
    },
  };
}
