// What is wrong with an address in a setting, without quoting it: a mistyped address may contain a password anywhere.

interface Form {
  /** Whether a path may follow the host. */
  readonly path: boolean;
}

const WEB = /^https?:\/\//i;
const BOT_TOKEN = /\d{5,}:[\w-]{3,}/;

/** Completes "it …"; `undefined` for an http(s) address without user, password, query and fragment. */
export function addressProblem(text: string, { path }: Form): string | undefined {
  if (/\s/.test(text)) return 'contains a space';
  if (!WEB.test(text)) return 'does not start with http:// or https://';
  if (text.includes('@')) return 'contains an @, but may not have a user or password';
  if (/[?#]/.test(text)) return 'has a query (?) or a fragment (#)';
  const [host, ...rest] = text.replace(WEB, '').split('/');
  if (!/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i.test(host ?? '') || !URL.canParse(text)) {
    return 'has an invalid host or port';
  }
  if (BOT_TOKEN.test(rest.join('/'))) return "contains a bot's token in its path";
  if (!path && rest.length > 0) return 'has a path or a trailing slash';
  return undefined;
}
