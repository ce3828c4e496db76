// Which names from outside may become names of files, and how any other text becomes one.
import { createHash } from 'node:crypto';
import { JobwireError } from '../../runtime/errors.ts';

const SAFE = /^(?!\.)[^\p{Cc}\p{Cs}/\\]{1,200}$/u;
/** What a name of our own may not hold; % because it begins an escape. */
const UNSAFE = /^\.|[\p{Cc}\p{Cs}/\\%]/gu;
/** The most that file systems take. */
const LIMIT_BYTES = 255;
const EXPECTED =
  '1 to 200 characters, not beginning with a dot, without /, \\ and control characters';

/** Says whether `name`, put behind a folder and a slash, names something in that folder. */
export function isSafeName(name: string): boolean {
  return SAFE.test(name);
}

/** Throws `input_invalid`, saying what was expected; `what` is what the name is of: "job id". */
export function expectSafeName(what: string, name: string, example: string): void {
  if (isSafeName(name)) return;
  throw new JobwireError(
    'input_invalid',
    `The ${what} can't be the name of a file: expected ${EXPECTED}, like ${example}.`,
  );
}

/**
 * A safe name for any id, never the same for two ids. A safe id without % stays as it is; in others
 * single characters become %XX, and what is too long then is told by its hash.
 */
export function safeNameOf(id: string): string {
  const name = id.replace(UNSAFE, escaped);
  if (isSafeName(name) && Buffer.byteLength(name) <= LIMIT_BYTES) return name;
  // No escape begins like this. UTF-16, since UTF-8 writes all lone surrogates alike.
  return `%~${createHash('sha256').update(id, 'utf16le').digest('hex')}`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (isLoneSurrogate) return `%u${code.toString(16).toUpperCase()}`;
  const bytes = Buffer.from(character).toString('hex').toUpperCase();
  return bytes.replace(/../g, '%$&');
}
