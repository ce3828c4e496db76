import { describe, expect, it } from 'vitest';
import { EVENT_TYPES, describe as meaningOf } from '../../../src/event/event-types.ts';
import { loadLocale } from '../../../src/message/locale/locale.ts';
import { LOCALES } from '../speaking.ts';

const loaded = [...LOCALES].map(([tag, source]) => loadLocale(tag, source));
const contents = loaded.map(({ tag, texts }) => ({
  tag,
  said: new Set(
    [...texts].map(([key, { variables }]) => [key, ...[...variables].sort()].join(' ')),
  ),
}));

/** Types of the meaning `result`: only their data shows whether they are failures. */
const RESULTS = EVENT_TYPES.filter((type) => {
  const isFailure = (success: boolean) => meaningOf({ type, data: { success } }).failure;
  return isFailure(false) && !isFailure(true);
});

describe('the locales', () => {
  it('have the same texts, with the same variables', () => {
    const missing = contents.flatMap(({ tag, said }) =>
      contents.flatMap((other) =>
        [...other.said].flatMap((text) =>
          said.has(text) ? [] : [`${tag} lacks what ${other.tag} has: ${text}`],
        ),
      ),
    );
    expect(missing).toEqual([]);
  });

  it.each(EVENT_TYPES)('have a text of its own for %s', (type) => {
    const key = `event-${type.replaceAll('.', '-')}`;
    for (const { tag, texts } of loaded) {
      expect(texts.has(key), `locales/${tag}.ftl lacks ${key}`).toBe(true);
      expect(texts.has(`${key}.text`), `locales/${tag}.ftl lacks ${key}.text`).toBe(true);
      const named = texts.get(key)?.variables.size ?? 0;
      if (named > 0) expect(texts.has(`${key}.title`), `${tag} ${key}.title`).toBe(true);
    }
  });

  it.each(RESULTS)('say of %s that it failed, and why', (type) => {
    const key = `event-${type.replaceAll('.', '-')}-failed`;
    for (const { tag, texts } of loaded) {
      expect(texts.has(key), `locales/${tag}.ftl lacks ${key}`).toBe(true);
      const named = [...(texts.get(`${key}.text`)?.variables ?? [])];
      expect(named, `locales/${tag}.ftl: ${key}.text`).toContain('error');
    }
  });
});
