// A tap that is refused, on a machine however slow: in the answer to the tap, or, where it took longer than a tap may wait,
// in a message afterwards.
import { expect } from 'vitest';
import type { World } from '../../src/simulator/world/world.ts';

const LONGER = /^Received\. Saving …$/;
const WAIT_MS = 60_000;

export async function expectRefused(
  telegram: World,
  tap: Parameters<World['tap']>[0],
  says: RegExp,
): Promise<void> {
  const before = telegram.messages(tap.chatId).length;
  const { text, showAlert } = await telegram.tap({ ...tap, timeoutMs: WAIT_MS });
  if (!LONGER.test(text)) {
    expect({ text, showAlert }).toEqual({ text: expect.stringMatching(says), showAlert: true });
    return;
  }
  const later = () => telegram.messages(tap.chatId).slice(before);
  await telegram.waitFor(() => later().some((message) => says.test(message.text)), WAIT_MS);
}
