// Whether running jobs have live cards in a chat.
import { indexOf } from './audience-index.ts';
import type { Address, Audience } from './chat-book.ts';

/** A chat that only the policy file names has them, too. */
export function wantsCards({ chatId }: Address, audience: Audience): boolean {
  return indexOf(audience).chat(chatId)?.chat.cards !== 'off';
}
