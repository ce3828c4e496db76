import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../src/event/event-types.ts';
import { loadLocale } from '../../../src/message/locale/locale.ts';
import { LOCALES } from '../speaking.ts';

const FOLDER = 'locales/web';
const contents = readdirSync(FOLDER).map((name) => {
  const { texts } = loadLocale(name.replace('.ftl', ''), readFileSync(`${FOLDER}/${name}`, 'utf8'));
  const said = [...texts].map(([key, { variables }]) => [key, ...[...variables].sort()].join(' '));
  return { name, said: new Set(said) };
});

it('the dashboard speaks every language of the chats', () => {
  expect(contents.map(({ name }) => name).sort()).toEqual(
    [...LOCALES.keys()].map((tag) => `${tag}.ftl`).sort(),
  );
});

it('the texts of the dashboard are the same in all of them, with the same variables', () => {
  expect(contents[0]?.said.size).toBeGreaterThan(40);
  const missing = contents.flatMap(({ name, said }) =>
    contents.flatMap((other) =>
      [...other.said].flatMap((text) =>
        said.has(text) ? [] : [`${name} lacks what ${other.name} has: ${text}`],
      ),
    ),
  );
  expect(missing).toEqual([]);
});

/** A script, so it has no types. */
const HEADINGS = String(new URL('../../../scripts/event-headings.mjs', import.meta.url));

it('the build finds a heading for every type of event', async () => {
  const script: { headingsIn: (ftl: string) => string[] } = await import(HEADINGS);
  for (const [tag, source] of LOCALES) {
    const found = loadLocale(tag, script.headingsIn(source).join('\n')).texts;
    const missing = EVENT_TYPES.filter((type) => !found.has(`event-${type.replaceAll('.', '-')}`));
    expect(missing, tag).toEqual([]);
  }
});
