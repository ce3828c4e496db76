// What goes before a script: the names of keys.ts that it uses (`keys.jobs_by_change`, `keys.approval(id)`; one that
// names another can't be loaded), and the values that it is called with.
import { KEY_NAMES } from './keys.ts';

const COMMENTS = /--.*$/gm;
const USED = /\bkeys\.(\w+)/g;
const VALUES = /\bvalues\./;
const PARTS = ['a', 'b'];

const templates = new Map(
  Object.entries(KEY_NAMES).map(([name, template]) => [snakeCase(name), template as string]),
);

/** Defines what a text uses: `keys` from ARGV[1], KEY_PREFIX, and `values` from ARGV[2], JSON. */
export function luaPrologue(text: string): string {
  const code = text.replace(COMMENTS, '');
  const used = new Set([...code.matchAll(USED)].map(([, name = '']) => name));
  const lines = [...used].sort().map((name) => `  ${name} = ${luaName(name)},`);
  return [
    ...(used.size === 0 ? [] : ['local prefix = ARGV[1]', 'local keys = {', ...lines, '}']),
    ...(VALUES.test(code) ? ['local values = cjson.decode(ARGV[2])'] : []),
  ].join('\n');
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
