// Web addresses in events: accepts only those that are safe to link to.

/** Longer ones are no use in a chat, and programs disagree about them. */
const MAX_ADDRESS = 2_000;
const HTTP_PREFIX = /^https?:\/\//i;
/** Blanks, control and invisible characters, and a character that programs interpret differently. */
const DECEIVING = /[\s\p{Cc}\p{Cf}\\]/u;

/**
 * The address in the form that browsers give it (ASCII, host in lower case); `undefined` for
 * anything but an absolute http or https address without user name and password.
 */
export function webAddress(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.length > MAX_ADDRESS) return undefined;
  if (!HTTP_PREFIX.test(value) || DECEIVING.test(value) || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const isPlain = url.username === '' && url.password === '' && url.hostname !== '';
  return isPlain && url.href.length <= MAX_ADDRESS ? url : undefined;
}
