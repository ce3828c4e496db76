import { expect, it } from 'vitest';
import { CHAT_COMMANDS } from '../../../src/telegram/commands/registry.ts';
import { translator, voiceIn } from '../../message/speaking.ts';

it.each(CHAT_COMMANDS)('/$name is described in every language', ({ name, example }) => {
  const keys = [`command-${name}`, `command-${name}-usage`];
  const missing = translator.locales.flatMap((locale) =>
    keys.filter((key) => !voiceIn(locale).has(key)).map((key) => `${locale}: ${key}`),
  );
  expect(missing).toEqual([]);
  expect(example).toMatch(new RegExp(`^/${name}\\b`));
});
