import { describe, expect, it } from 'vitest';
import { EVENT_TYPES } from '../../../src/event/event-types.ts';
import { loadLocale } from '../../../src/message/locale/locale.ts';
import { LOCALES } from '../speaking.ts';

const loaded = [...LOCALES].map(([tag, source]) => loadLocale(tag, source));
const contents = loaded.map(({ texts }) =>
  [...texts].map(([key, { variables }]) => `${key}: ${[...variables].sort().join(' ')}`).sort(),
);

describe('the locales', () => {
  it('say the same things, with the same variables', () => {
    for (const other of contents.slice(1)) expect(other).toEqual(contents[0]);
  });

  it.each(EVENT_TYPES)('have a text of its own for %s', (type) => {
    const key = `event-${type.replaceAll('.', '-')}`;
    for (const { tag, texts } of loaded) {
      expect(texts.has(key), tag).toBe(true);
      expect(texts.has(`${key}.text`), tag).toBe(true);
      const named = texts.get(key)?.variables.size ?? 0;
      if (named > 0) expect(texts.has(`${key}.title`), `${tag} ${key}.title`).toBe(true);
    }
  });
});
