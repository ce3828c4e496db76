// Addresses of web pages, as events name them: only those that a reader may be sent to.

/** Longer ones are no use in a chat, and programs disagree about them. */
const MAX_ADDRESS = 2_000;
const BEGINS_WEB = /^https?:\/\//i;
/** Blanks, control and invisible characters, and what programs disagree about in an address. */
const DECEIVING = /[\s\p{Cc}\p{Cf}\\]/u;

/**
 * The address in the form that browsers give it (ASCII, host in lower case); `undefined` for
 * anything but an absolute http or https address without user name and password.
 */
export function webAddress(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.length > MAX_ADDRESS) return undefined;
  if (!BEGINS_WEB.test(value) || DECEIVING.test(value) || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  const isPlain = url.username === '' && url.password === '' && url.hostname !== '';
  return isPlain && url.href.length <= MAX_ADDRESS ? url : undefined;
}
