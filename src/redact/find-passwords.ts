// Passwords where no name announces them: in addresses, and after the flags of well-known programs.
import { isPlaceholder } from './credible-value.ts';
import type { SecretSpan } from './secret-span.ts';

const SCHEME_END = '://';
/** What may stand between `://` and the host; a slash only where no path begins with it. */
const USER_INFO = /([^\s/?#@:"'`<>\\]{0,128}):([^\s?#"'`<>\\]{1,256})/y;
const WEB = /\bhttps?$/i;
const PORT = /^\d{1,5}(?:[/,]|$)/;

export function findPasswords(text: string): SecretSpan[] {
  return [...inAddresses(text), ...afterFlags(text)];
}

/** `redis://:abc@host`: all between the colon and the last @ before the host. */
function inAddresses(text: string): SecretSpan[] {
  const spans: SecretSpan[] = [];
  let from = 0;
  for (let at = text.indexOf(SCHEME_END); at >= 0; at = text.indexOf(SCHEME_END, from)) {
    const span = inAddress(text, at);
    if (span !== undefined) spans.push(span);
    from = span?.end ?? at + SCHEME_END.length;
  }
  return spans;
}

function inAddress(text: string, at: number): SecretSpan | undefined {
  USER_INFO.lastIndex = at + SCHEME_END.length;
  const [whole, user = '', rest = ''] = USER_INFO.exec(text) ?? [];
  if (whole === undefined) return undefined;
  // Other schemes than the web's have passwords with slashes, and seldom an @ in their paths.
  const isWeb = WEB.test(text.slice(Math.max(0, at - 6), at));
  const slash = rest.indexOf('/');
  const hasPort = PORT.test(rest);
  const authority = slash >= 0 && (isWeb || hasPort) ? rest.slice(0, slash) : rest;
  const end = authority.lastIndexOf('@');
  const password = authority.slice(0, Math.max(0, end));
  if (password === '' || isPlaceholder(password, false)) return undefined;
  const start = at + SCHEME_END.length + user.length + 1;
  return { kind: 'password', start, end: start + password.length, from: at };
}

interface ProgramFlag {
  /** Stands before it on the same line. */
  readonly program: RegExp;
  readonly flag: RegExp;
}

/** The first two are those of gitleaks' rule curl-auth-user (see token-forms.ts). */
const FLAGS: readonly ProgramFlag[] = [
  {
    program: /\b(?:curl|wget|http|https)\b/,
    flag: /[ \t](?:-u|--user)(?:[ \t]{1,4}|=)?["']?[^\s:"'`]{0,128}:([^\s"'`]{1,256})/g,
  },
  { program: /\bsshpass\b/, flag: /[ \t]-p[ \t]?["']?([^\s"'`]{1,256})/g },
  {
    program: /\b(?:docker|podman|helm|oras)\b.*\blogin\b/,
    flag: /[ \t]-p[ \t]["']?([^\s"'`]{1,256})/g,
  },
  {
    program: /\b(?:mysql|mariadb)\w*\b/,
    flag: /[ \t]-p["']?([^\s"'`]{1,256})/g,
  },
];
const MAX_BEFORE = 200;

function afterFlags(text: string): SecretSpan[] {
  return FLAGS.flatMap(({ program, flag }) =>
    [...text.matchAll(flag)].flatMap(({ 0: found, 1: value = '', index }) => {
      const before = text.slice(Math.max(0, index - MAX_BEFORE), index);
      const line = before.slice(before.lastIndexOf('\n') + 1);
      if (!program.test(line) || isPlaceholder(value, false)) return [];
      const end = index + found.length;
      return [{ kind: 'password' as const, start: end - value.length, end, from: index }];
    }),
  );
}
