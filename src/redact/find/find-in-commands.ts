// Credentials after flags of well-known programs, without a telling name: `mysql -p…`.
import { isPlaceholder, isProse } from '../forms/credible-value.ts';
import { argumentAt } from '../forms/read-argument.ts';
import type { SecretKind, SecretSpan } from '../forms/secret-span.ts';

interface ProgramFlag {
  /** The program before it on the same line; absent if the flag is enough. */
  readonly program?: RegExp;
  /** Up to the start of the value or its quotes. */
  readonly flag: RegExp;
  /** A prefix of the value that is not secret. */
  readonly keeps?: RegExp;
  readonly kind?: SecretKind;
}

const PAIR = /^[^:]*:/;

/** The first is that of gitleaks' rule curl-auth-user (see token-forms.ts). */
const FLAGS: readonly ProgramFlag[] = [
  {
    program: /\b(?:curl|wget|https?(?!:))\b/g,
    flag: /[ \t](?:-[uU]|--(?:proxy-)?user)(?:[ \t]{1,4}|=)?(?=[^\s=])/g,
    keeps: PAIR,
  },
  {
    program: /\bcurl\b/g,
    flag: /[ \t](?:-b|--cookie)(?:[ \t]{1,4}|=)?(?=[^\s=])/g,
    keeps: /^[^=]*=/,
    kind: 'cookie',
  },
  { program: /\bsshpass\b/g, flag: /[ \t]-p[ \t]{0,4}(?=\S)/g },
  {
    program: /\b(?:docker|podman|helm|oras|az|skopeo|buildah|crane)\b[^\n]{0,200}?\blogin\b/g,
    flag: /[ \t]-p(?:[ \t]{1,4}|=)(?=\S)/g,
  },
  { program: /\b(?:mysql|mariadb)\w*\b/g, flag: /[ \t]-p(?=\S)/g },
  { program: /\b(?:mongo|mongosh|mongodump|mongorestore)\b/g, flag: /[ \t]-p[ \t]{0,4}(?=\S)/g },
  {
    program: /\b(?:redis|valkey|keydb)-cli\b/g,
    flag: /[ \t](?:-a|--pass)(?:[ \t]{1,4}|=)(?=\S)/g,
  },
  { program: /\bldap[a-z]{3,8}\b/g, flag: /[ \t]-w[ \t]{0,4}(?=\S)/g },
  { program: /\b(?:sqlcmd|bcp|zip|unzip)\b/g, flag: /[ \t]-P[ \t]{0,4}(?=\S)/g },
  {
    program: /\bopenssl\b/g,
    flag: /[ \t]-(?:pass|passin|passout|passwd|password|k)[ \t]{1,4}(?=["']?pass:)/g,
    keeps: /^pass:/,
  },
  { flag: /[ \t]-pass(?:in|out)[ \t=]{1,4}(?=["']?pass:)/g, keeps: /^pass:/ },
  {
    flag: /[ \t]-{1,2}(?:src|dest|new)?(?:store|key)pass(?:wd)?(?:[ \t]{1,4}|=|["'],[ \t]{0,4})(?=\S)/g,
  },
  { flag: /\b(?:requirepass|masterauth)["']?[ \t:,=]{1,4}(?=\S)/g },
  {
    program: /\bconfig(?:ure)?[ \t]{1,4}(?:--?\w{1,20}[ \t]{1,4})?set\b/g,
    flag: /[ \t][^\s"'=]{0,100}(?:secret|passw|token|_auth)\w{0,40}[ \t]{1,4}(?=\S)/g,
    kind: 'secret',
  },
];
/** Maximum distance from a program to its flag; less than what is held of an endless line. */
const MAX_COMMAND = 8_192;
const MIN_COOKIE = 5;
/** A user and group id, as for containers, or a port. */
const NUMBERS = /^\d{1,5}$/;
const MAX_JUDGED = 64;

/** What every rule needs; most texts have none of it. */
const HINT = /[ \t]-|requirepass|masterauth|config/;

export function findInCommands(text: string): SecretSpan[] {
  return HINT.test(text) ? FLAGS.flatMap((rule) => findFlags(text, rule)) : [];
}

function findFlags(text: string, rule: ProgramFlag): SecretSpan[] {
  const programAt = rule.program === undefined ? undefined : lookBackFor(rule.program, text);
  return [...text.matchAll(rule.flag)].flatMap(({ 0: found, index }) => {
    const from = programAt === undefined ? index : programAt(index);
    const span = from === undefined ? undefined : spanAt(text, index + found.length, rule);
    if (from === undefined || span === undefined) return [];
    return [{ ...span, from, ...(programAt === undefined ? {} : { isFlag: true as const }) }];
  });
}

function spanAt(
  text: string,
  at: number,
  { keeps, kind = 'password' }: ProgramFlag,
): Omit<SecretSpan, 'from'> | undefined {
  const argument = argumentAt(text, at);
  if (argument === undefined) return undefined;
  const { end } = argument;
  const kept = keeps?.exec(text.slice(argument.start, end))?.[0].length ?? 0;
  if (keeps !== undefined && kept === 0) return undefined;
  const start = argument.start + kept;
  const head = text.slice(start, Math.min(end, start + MAX_JUDGED));
  if (isPlaceholder(head, false) || isProse(head)) return undefined;
  if (keeps === PAIR && NUMBERS.test(head)) return undefined;
  return kind === 'cookie' && head.length < MIN_COOKIE ? undefined : { kind, start, end };
}

/** Position of the program before an offset on the same line; offsets must be ascending. */
function lookBackFor(program: RegExp, text: string): (at: number) => number | undefined {
  const programs = text.matchAll(program);
  let next = programs.next();
  let last = -1;
  let lineEnd = -1;
  return (at) => {
    while (!next.done && next.value.index + next.value[0].length <= at) {
      last = next.value.index;
      next = programs.next();
    }
    if (last < 0 || at - last > MAX_COMMAND) return undefined;
    if (lineEnd < last) lineEnd = endOfLine(text, last);
    return at < lineEnd ? last : undefined;
  };
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
