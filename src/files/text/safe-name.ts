// Names from outside that are safe as file names, and how to make any other string safe.
import { createHash } from 'node:crypto';
import { JobwireError } from '../../runtime/errors.ts';

const SAFE = /^(?!\.)[^\p{Cc}\p{Cs}/\\]{1,200}$/u;
/** What an escaped name may not contain; % because it starts an escape. */
const UNSAFE = /^\.|[\p{Cc}\p{Cs}/\\%]/gu;
/** The limit of file systems. */
const LIMIT_BYTES = 255;
const EXPECTED =
  '1 to 200 characters, not starting with a dot, without /, \\ and control characters';

/** Whether `name` after a folder and a slash refers to something in that folder. */
export function isSafeName(name: string): boolean {
  return SAFE.test(name);
}

/** Throws `input_invalid` with what was expected; `what` is what the name is for, e.g. "job id". */
export function expectSafeName(what: string, name: string, example: string): void {
  if (isSafeName(name)) return;
  throw new JobwireError(
    'input_invalid',
    `The ${what} can't be a file name; expected ${EXPECTED}, like ${example}.`,
  );
}

/**
 * A unique safe name for any id. A safe id without % is unchanged; in others characters are escaped as %XX, and a
 * result that is too long is replaced by a hash.
 */
export function safeNameOf(id: string): string {
  const name = id.replace(UNSAFE, escaped);
  if (isSafeName(name) && Buffer.byteLength(name) <= LIMIT_BYTES) return name;
  // No escape starts like this. UTF-16, because UTF-8 encodes all lone surrogates alike.
  return `%~${createHash('sha256').update(id, 'utf16le').digest('hex')}`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (isLoneSurrogate) return `%u${code.toString(16).toUpperCase()}`;
  const bytes = Buffer.from(character).toString('hex').toUpperCase();
  return bytes.replace(/../g, '%$&');
}
