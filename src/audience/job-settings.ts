// What a chat, or a topic of it, wants to hear of jobs.
import { settingsOf } from './address-settings.ts';
import { indexOf } from './audience-index.ts';
import type { Address, Audience } from './chat-book.ts';

/** Whether running jobs have live cards there. A chat that only the policy file names has them, too. */
export function wantsCards(address: Address, audience: Audience): boolean {
  return settingsAt(address, audience)?.cards !== 'off';
}

/** Whether it hears nothing of a job until it ends; `job`: its key. */
export function isMuted(address: Address, job: string, audience: Audience): boolean {
  return settingsAt(address, audience)?.mutedJobs.includes(job) === true;
}

function settingsAt(address: Address, audience: Audience) {
  const found = indexOf(audience).chat(address.chatId);
  return found && settingsOf(found.chat, address);
}
