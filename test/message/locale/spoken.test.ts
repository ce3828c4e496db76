// Every text that the code speaks by its key is there, and gets each value that it uses: a missing one would be found only
// when somebody gets to read the text.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { loadLocale } from '../../../src/message/locale/locale.ts';
import { LOCALES } from '../speaking.ts';

const { texts } = loadLocale('en', LOCALES.get('en') ?? '');
/** `name(key, args)`: the place of the args. */
const SPEAKERS = new Map([
  ['speak', 1],
  ['speakHere', 2],
]);

interface Spoken {
  readonly where: string;
  readonly key: string;
  /** `undefined` if they can only be known when the program runs. */
  readonly given: readonly string[] | undefined;
}

function spokenIn(file: string): Spoken[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Spoken[] = [];
  function visit(node: ts.Node): void {
    if (ts.isCallExpression(node)) found.push(...spokenBy(node, source));
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

function spokenBy(call: ts.CallExpression, source: ts.SourceFile): Spoken[] {
  const called = call.expression;
  const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText(source);
  const at = SPEAKERS.get(name);
  const [key] = call.arguments;
  if (at === undefined || key === undefined) return [];
  const line = source.getLineAndCharacterOfPosition(call.getStart(source)).line + 1;
  const where = `${source.fileName}:${line}`;
  return keysOf(key).map((one) => ({ where, key: one, given: namesIn(call.arguments[at]) }));
}

/** Of a literal, or of both sides of a choice between two. */
function keysOf(key: ts.Expression): string[] {
  if (ts.isStringLiteral(key)) return [key.text];
  return ts.isConditionalExpression(key) ? [...keysOf(key.whenTrue), ...keysOf(key.whenFalse)] : [];
}

function namesIn(args: ts.Expression | undefined): string[] | undefined {
  if (args === undefined) return [];
  if (!ts.isObjectLiteralExpression(args)) return undefined;
  const names = args.properties.map((one) =>
    one.name === undefined ? undefined : one.name.getText(),
  );
  return names.includes(undefined) ? undefined : names.filter((one) => one !== undefined);
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('web/'))
  .map((file) => join('src', file));
const spoken = files.flatMap(spokenIn);

it('gives each text every value that it uses', () => {
  expect(spoken.length).toBeGreaterThan(300);
  const problems = spoken.flatMap(({ where, key, given }) => {
    const text = texts.get(key);
    if (text === undefined) return [`${where}: there is no text ${key}`];
    const missing = [...text.variables].filter((name) => given?.includes(name) === false);
    return missing.map((name) => `${where}: ${key} lacks ${name}`);
  });
  expect(problems).toEqual([]);
});
