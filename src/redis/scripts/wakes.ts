// Reads the wake list that the scripts end with: chat, delay, chat, delay, …
import type { Wake } from '../../routing/route-store.ts';

export function readWakes(flat: readonly string[]): Wake[] {
  const wakes: Wake[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    wakes.push({ chatId: Number(flat[at]), delayMs: Number(flat[at + 1]) });
  }
  return wakes;
}
