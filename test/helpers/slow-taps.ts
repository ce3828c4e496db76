// Taps on a machine however slow: where one takes longer than a tap may wait, its answer says only that it was received.
import { expect } from 'vitest';
import type { CallbackAnswer } from '../../src/simulator/world/callbacks.ts';
import type { World } from '../../src/simulator/world/world.ts';
import { translator } from '../message/speaking.ts';

type Tap = Parameters<World['tap']>[0];

/** In each language. */
const RECEIVED = new Set(
  translator.locales.map((tag) => translator.speak(tag)('tap-received').text),
);
const WAIT_MS = 60_000;

/** Taps again until it hears what became of it. */
export async function tapUntilTold(telegram: World, tap: Tap): Promise<CallbackAnswer> {
  for (;;) {
    const answer = await telegram.tap({ timeoutMs: WAIT_MS, ...tap });
    if (!RECEIVED.has(answer.text)) return answer;
  }
}

/** A tap that is refused: in its answer, or in a message afterwards. */
export async function expectRefused(telegram: World, tap: Tap, says: RegExp): Promise<void> {
  const before = telegram.messages(tap.chatId).length;
  const { text, showAlert } = await telegram.tap({ ...tap, timeoutMs: WAIT_MS });
  if (!RECEIVED.has(text)) {
    expect({ text, showAlert }).toEqual({ text: expect.stringMatching(says), showAlert: true });
    return;
  }
  const later = () => telegram.messages(tap.chatId).slice(before);
  await telegram.waitFor(() => later().some((message) => says.test(message.text)), WAIT_MS);
}
