// What a chat, or a topic of it, wants to hear of jobs.
import { settingsOf } from './address-settings.ts';
import { indexOf } from './audience-index.ts';
import type { Address, Audience } from './chat-book.ts';
import { isJobMuted } from './quiet/muted-jobs.ts';

/** Whether running jobs have live cards there. A chat that only the policy file names has them, too. */
export function wantsCards(address: Address, audience: Audience): boolean {
  return settingsAt(address, audience)?.cards !== 'off';
}

/** Whether it hears nothing of a job until it ends; `names`: those that the job may be muted by. */
export function isMuted(
  address: Address,
  { names, atMs }: { readonly names: readonly string[]; readonly atMs: number },
  audience: Audience,
): boolean {
  const settings = settingsAt(address, audience);
  return settings !== undefined && isJobMuted(settings, names, atMs);
}

function settingsAt(address: Address, audience: Audience) {
  const found = indexOf(audience).chat(address.chatId);
  return found && settingsOf(found.chat, address);
}
