// The names of keys.ts, for Lua: `keys.jobs_by_change`, `keys.approval(id)`. A script gets those that it uses, and
// one that names another can't be loaded.
import { KEY_NAMES } from './keys.ts';

const COMMENTS = /--.*$/gm;
const USED = /\bkeys\.(\w+)/g;
const PARTS = ['a', 'b'];

const templates = new Map(
  Object.entries(KEY_NAMES).map(([name, template]) => [snakeCase(name), template as string]),
);

/** Defines `keys` from ARGV[1], KEY_PREFIX, with what a text uses; '' when it uses none. */
export function luaKeys(text: string): string {
  const code = text.replace(COMMENTS, '');
  const used = new Set([...code.matchAll(USED)].map(([, name = '']) => name));
  if (used.size === 0) return '';
  const lines = [...used].sort().map((name) => `  ${name} = ${luaName(name)},`);
  return ['local prefix = ARGV[1]', 'local keys = {', ...lines, '}'].join('\n');
}

function luaName(name: string): string {
  const template = templates.get(name);
  if (template === undefined) {
    throw new Error(
      `There is no key '${name}'; expected one of scripts/keys.ts, as 'jobs_by_change'`,
    );
  }
  const [first = '', ...rest] = template.split('%s');
  const start = `prefix .. ${quote(`:${first}`)}`;
  if (rest.length === 0) return start;
  const parts = PARTS.slice(0, rest.length);
  const end = rest.flatMap((text, at) => [parts[at], ...(text === '' ? [] : [quote(text)])]);
  return `function(${parts.join(', ')}) return ${[start, ...end].join(' .. ')} end`;
}

function quote(text: string): string {
  return `'${text.replace('\t', '\\t')}'`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
