// What a chat wants to hear of jobs.
import { indexOf } from './audience-index.ts';
import type { Address, Audience } from './chat-book.ts';

/** Whether running jobs have live cards there. A chat that only the policy file names has them, too. */
export function wantsCards({ chatId }: Address, audience: Audience): boolean {
  return indexOf(audience).chat(chatId)?.chat.cards !== 'off';
}

/** Whether the chat hears nothing of a job until it ends; `job`: its key. */
export function isMuted({ chatId }: Address, job: string, audience: Audience): boolean {
  return indexOf(audience).chat(chatId)?.chat.mutedJobs?.includes(job) === true;
}
