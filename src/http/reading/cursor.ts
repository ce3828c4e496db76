// A reader's cursor, the `id:` of a stream and the Last-Event-ID on reconnecting: the epoch of the journal and an
// encrypted position in it. Projects share the positions, so plain ones would reveal others' events. Former versions
// issued plain ones, which are still accepted.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Position } from '../../journal/journal.ts';
import { compareNumerals } from '../../journal/position.ts';
import type { Clock } from '../../runtime/clock.ts';

export interface Cursor {
  readonly epoch: string;
  readonly position: Position;
  /** It was issued by jobwire; an unsealed one may be a guess. */
  readonly isSealed: boolean;
}

/** The cursors of one journal. */
export interface Cursors {
  readonly epoch: string;
  /**
   * ASCII only, because Node clients can't send anything else in a header. The same position never looks the same
   * twice, and all have the same length.
   */
  seal(position: Position): string;
  /** `undefined` for anything that jobwire never issued. For another journal only the epoch is meaningful. */
  open(text: string): Cursor | undefined;
}

/** The cursors of the journal with this epoch; the same object while the epoch stays the same. */
export type CursorsOf = (epoch: string) => Promise<Cursors>;

interface Deps {
  /** 32 bytes that all replicas share; regenerated with the journal. */
  readonly cursorKey: () => Promise<Buffer>;
  readonly clock: Pick<Clock, 'token'>;
}

const FORMAT = /^([\x21-\x7e]{1,100})\.(?:(\d{1,20}-\d{1,20})|([\w-]{59}))$/;
const MAX_NUMBER = '18446744073709551615';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const POSITION_BYTES = 16;
const TAG_BYTES = 16;
const UNKNOWN: Position = '0-0';

export function createCursors({ cursorKey, clock }: Deps): CursorsOf {
  let current: Cursors | undefined;
  return async (epoch) => {
    if (current?.epoch !== epoch) current = cursorsWith(await cursorKey(), epoch, clock);
    return current;
  };
}

function cursorsWith(key: Buffer, epoch: string, clock: Pick<Clock, 'token'>): Cursors {
  const ofEpoch = Buffer.from(epoch);
  return {
    epoch,
    seal(position) {
      const nonce = Buffer.from(clock.token(NONCE_BYTES), 'base64url');
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(ofEpoch);
      const sealed = Buffer.concat([cipher.update(bytesOf(position)), cipher.final()]);
      const bytes = Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
      return `${epoch}.${bytes.toString('base64url')}`;
    },
    open(text) {
      const [, cursorEpoch, open, sealed] = FORMAT.exec(text) ?? [];
      if (cursorEpoch === undefined) return undefined;
      // The key of a former journal is gone.
      if (cursorEpoch !== epoch)
        return { epoch: cursorEpoch, position: UNKNOWN, isSealed: sealed !== undefined };
      const position = open === undefined ? unseal(sealed ?? '') : normalized(open);
      if (position === undefined) return undefined;
      return { epoch, position, isSealed: open === undefined };
    },
  };

  function unseal(sealed: string): Position | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    // Several strings decode to the same bytes, but only one was issued.
    if (bytes.toString('base64url') !== sealed) return undefined;
    const end = NONCE_BYTES + POSITION_BYTES;
    try {
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(ofEpoch).setAuthTag(bytes.subarray(end));
      return positionOf(
        Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]),
      );
    } catch {
      return undefined;
    }
  }
}

function bytesOf(position: Position): Buffer {
  const [ms = '0', sequence = '0'] = position.split('-');
  const bytes = Buffer.alloc(POSITION_BYTES);
  bytes.writeBigUInt64BE(BigInt(ms), 0);
  bytes.writeBigUInt64BE(BigInt(sequence), 8);
  return bytes;
}

function positionOf(bytes: Buffer): Position {
  return `${bytes.readBigUInt64BE(0)}-${bytes.readBigUInt64BE(8)}`;
}

/** Without leading zeros; `undefined` beyond 64 bits. */
function normalized(position: string): Position | undefined {
  const parts = position.split('-').map((part) => part.replace(/^0+(?=\d)/, ''));
  return parts.some((part) => compareNumerals(part, MAX_NUMBER) > 0) ? undefined : parts.join('-');
}
